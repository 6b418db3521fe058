import helmet from 'koa-helmet';
import { need, type Step } from '../context.ts';

/** Features that no page of ours uses are switched off; names that Chromium does not know make it warn. */
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
  // Of no use in today's browsers; every response head has to stay small.
  dnsPrefetchControl: false,
  ieNoOpen: false,
  originAgentCluster: false,
  xssFilter: false,
} as const;

/** Set first and on every answer, errors and unknown addresses included. */
export function setSecurityHeaders(): Step {
  const headers = helmet({ ...OPTIONS, hsts: false }) as unknown as Step;
  return async function setSecurityHeaders(ctx, next) {
    ctx.set('Permissions-Policy', PERMISSIONS_POLICY);
    await headers(ctx, next);
  };
}

/**
 * HSTS for tenants whose browsers come over TLS (RFC 6797 section 7.2 forbids it over http). Without
 * `includeSubDomains`, which would bind hosts of a customer that are none of our business.
 */
export function setTransportSecurity(): Step {
  const header = helmet.hsts({ maxAge: 31_536_000, includeSubDomains: false }) as unknown as Step;
  return async function setTransportSecurity(ctx, next) {
    if (need(ctx, 'tenant').isSecure) await header(ctx, next);
    else await next();
  };
}
