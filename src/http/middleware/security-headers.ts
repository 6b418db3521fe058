import type { Middleware } from 'koa';
import helmet from 'koa-helmet';
import { type DomiContext, need, type Step } from '../context.ts';

/** Disables features that our pages do not use. Only names that Chromium knows, since it warns about others. */
const PERMISSIONS_POLICY =
  'camera=(), clipboard-write=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()';

const OPTIONS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'"],
      'font-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  },
  crossOriginEmbedderPolicy: true,
  frameguard: { action: 'deny' },
  // Without effect in current browsers, and response heads must stay small.
  dnsPrefetchControl: false,
  ieNoOpen: false,
  originAgentCluster: false,
  xssFilter: false,
} as const;

/** The headers that every answer of either port has. */
export function collectSecurityHeaders(): Map<string, string> {
  return collectHeaders(helmet({ ...OPTIONS, hsts: false })).set('Permissions-Policy', PERMISSIONS_POLICY);
}

/** Runs first, so that every answer has the headers, including errors and unknown addresses. */
export function setSecurityHeaders(): Step {
  const headers = collectSecurityHeaders();
  return function setSecurityHeaders(ctx, next) {
    ctx.res.setHeaders(headers);
    return next();
  };
}

/**
 * HSTS for tenants whose browsers come over TLS (RFC 6797 section 7.2 forbids it over http). Without
 * `includeSubDomains`, which would affect other hosts of the customer.
 */
export function setTransportSecurity(): Step {
  const headers = collectHeaders(helmet.hsts({ maxAge: 31_536_000, includeSubDomains: false }));
  return function setTransportSecurity(ctx, next) {
    if (need(ctx, 'tenant').isSecure) ctx.res.setHeaders(headers);
    return next();
  };
}

/** The headers of helmet do not depend on the request, so helmet runs once instead of for every answer. */
function collectHeaders(middleware: Middleware): Map<string, string> {
  const headers = new Map<string, string>();
  const res = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: (name: string) => headers.delete(name),
  };
  void middleware({ req: {}, request: {}, res } as unknown as DomiContext, async () => undefined);
  return headers;
}
