import Router from '@koa/router';
import type { Middleware } from 'koa';
import type Provider from 'oidc-provider';
import { buildClient, buildProviderConfiguration } from './build-provider-configuration.ts';
import { createInteractionRouter } from './interaction-router.ts';
import type { OidcLibrary } from './load-oidc-provider.ts';
import type { MeetingBook } from './meeting-book.ts';
import { createMeetingRouter } from './meeting-router.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { endEarlierAuthorizations, mintTokens, printErrors } from './provider-adaptations.ts';
import type { SandboxPages } from './sandbox-pages.ts';
import type { PublicKey, SandboxCall, SandboxOptions } from './sandbox-types.ts';
import { sendPage } from './send-page.ts';
import type { ServiceProfile } from './service-profile.ts';
import { askForConsent } from './steps/ask-for-consent.ts';
import { checkClientAuthentication } from './steps/check-client-authentication.ts';
import { logEvent } from './steps/log-event.ts';
import { readForm } from './steps/read-form.ts';
import { recordCall } from './steps/record-call.ts';
import { reviseCallback } from './steps/revise-callback.ts';
import { speakAsRevocationEndpoint, speakAsTokenEndpoint } from './steps/service-dialect.ts';
import type { TokenEndpointState } from './steps/token-endpoint-state.ts';

export interface ServiceParts {
  readonly oidc: OidcLibrary;
  readonly profile: ServiceProfile;
  readonly origin: string;
  readonly client: { readonly id: string; readonly secret: string };
  readonly pages: SandboxPages;
  readonly book: MeetingBook;
  readonly calls: SandboxCall[];
  readonly options: SandboxOptions;
}

export interface SandboxService {
  readonly handle: ReturnType<Provider['callback']>;
  readonly store: MemoryStore;
  /** Replaces the way in which the client authenticates. */
  requireKeys(keys: readonly PublicKey[]): Promise<void>;
}

/** One meeting service: oidc-provider with the peculiarities of the service, and its REST interface. */
export async function createSandboxService(parts: ServiceParts): Promise<SandboxService> {
  const { oidc, profile, origin, pages, book, options } = parts;
  const mountPath = `/${profile.id}`;
  const base = origin + mountPath;
  const store = createMemoryStore(oidc, profile);
  const provider = new oidc.Provider(
    base,
    buildProviderConfiguration({ profile, mountPath, client: parts.client, store, pages, options }),
  );
  await store.registerClient(buildClient(parts));
  mintTokens(provider, profile, { ...profile.lengths, ...options.tokenLength });
  endEarlierAuthorizations(provider, profile, store);
  printErrors(provider);

  provider.use(mountAt(mountPath));
  if (options.logger) provider.use(logEvent(profile, options.logger));
  provider.use(createAuthorizationRouter(profile, options).routes());
  provider.use(createTokenRouter(parts, `${base}/api`).routes());
  provider.use(createInteractionRouter(oidc, provider, profile, pages).routes());
  provider.use(createMeetingRouter(provider, profile, book, `${base}/join`).routes());
  provider.use(createJoinRouter(profile, book, pages).routes());
  return {
    handle: provider.callback(),
    store,
    requireKeys: (keys) => store.registerClient(buildClient(parts, keys)),
  };
}

/** Works like koa-mount: oidc-provider expects the removed part of the path in `mountPath`. */
function mountAt(mountPath: string): Middleware {
  return async function mount(ctx, next) {
    ctx.path = ctx.path.slice(mountPath.length) || '/';
    ctx.mountPath = mountPath;
    await next();
  };
}

/** The authorization request and, below its path, the return from the pages of the interaction. */
function createAuthorizationRouter(profile: ServiceProfile, options: SandboxOptions): Router {
  const revise = reviseCallback(profile, options.redirectUris[profile.id] ?? []);
  return new Router()
    .get(profile.paths.authorize, askForConsent(profile), revise)
    .get(`${profile.paths.authorize}/:uid`, revise);
}

function createTokenRouter({ profile, calls }: ServiceParts, apiBase: string): Router<TokenEndpointState> {
  const router = new Router<TokenEndpointState>();
  router.post(
    profile.paths.token,
    recordCall(profile.id, 'token', calls),
    readForm(profile),
    speakAsTokenEndpoint(profile, apiBase),
    checkClientAuthentication(profile),
  );
  if (profile.paths.revoke === undefined) return router;
  return router.post(
    profile.paths.revoke,
    recordCall(profile.id, 'revocation', calls),
    readForm(profile),
    speakAsRevocationEndpoint(profile),
    checkClientAuthentication(profile),
  );
}

/** The target of join links: not a meeting, but a page with its data. */
function createJoinRouter(profile: ServiceProfile, book: MeetingBook, pages: SandboxPages): Router {
  return new Router().get('/join/:id', (ctx) => {
    const meeting = book.find(profile.id, ctx.params.id ?? '');
    ctx.status = meeting ? 200 : 404;
    sendPage(ctx, pages.renderMeeting(profile, meeting));
  });
}
