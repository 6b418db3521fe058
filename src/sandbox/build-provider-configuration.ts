import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { ClientMetadata, Configuration } from 'oidc-provider';
import type { MemoryStore } from './memory-store.ts';
import type { SandboxPages } from './sandbox-pages.ts';
import type { PublicKey, SandboxOptions } from './sandbox-types.ts';
import { sendPage } from './send-page.ts';
import type { ServiceProfile } from './service-profile.ts';

export interface ProviderParts {
  readonly profile: ServiceProfile;
  readonly mountPath: string;
  readonly client: { readonly id: string; readonly secret: string };
  readonly store: MemoryStore;
  readonly pages: SandboxPages;
  readonly options: SandboxOptions;
}

/** The configuration of one oidc-provider, as strict as its profile allows. */
export function buildProviderConfiguration(parts: ProviderParts): Configuration {
  const { profile, mountPath, store, pages, options } = parts;
  const cookies = { httpOnly: true, sameSite: 'lax', signed: true } as const;
  return {
    adapter: store.adapter,
    // An elliptic-curve key is created quickly; without a key, oidc-provider would warn about its built-in one.
    jwks: { keys: [{ ...createSigningKey(), alg: 'ES256', use: 'sig' }] },
    cookies: {
      // All services share a host, and cookies are not separated by port, so each has its own cookie names.
      names: {
        session: `${profile.id}_session`,
        interaction: `${profile.id}_interaction`,
        resume: `${profile.id}_resume`,
      },
      keys: [randomBytes(32).toString('base64url')],
      long: cookies,
      short: cookies,
    },
    routes: {
      authorization: profile.paths.authorize,
      token: profile.paths.token,
      ...(profile.paths.revoke !== undefined && { revocation: profile.paths.revoke }),
    },
    scopes: profile.scopes,
    responseTypes: ['code'],
    pkce: { required: () => false },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      revocation: { enabled: profile.paths.revoke !== undefined, allowedPolicy: () => true },
    },
    ttl: {
      AccessToken: options.accessTokenSeconds ?? profile.seconds.access,
      AuthorizationCode: profile.seconds.code,
      RefreshToken: profile.seconds.refresh,
      Grant: profile.seconds.refresh,
      IdToken: 3600,
      Interaction: 3600,
      Session: 86_400,
    },
    clockTolerance: 0,
    clientBasedCORS: () => false,
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    interactions: { url: (_ctx, interaction) => `${mountPath}/interaction/${interaction.uid}` },
    issueRefreshToken: async (_ctx, _client, code) =>
      profile.offlineScope === undefined || code.scopes.has(profile.offlineScope),
    expiresWithSession: async () => false,
    rotateRefreshToken: profile.refreshTokenRotation !== 'none',
    renderError: (ctx, out) => {
      const isForClient = ctx.oidc.route === 'token' || ctx.oidc.route === 'revocation';
      if (isForClient) ctx.body = out;
      else sendPage(ctx, pages.renderError(profile, out.error_description ?? out.error));
    },
  };
}

export type ClientParts = Pick<ProviderParts, 'profile' | 'client' | 'options'>;

/** @param keys of a client that signs assertions; without them it has a secret */
export function buildClient(
  { profile, client, options }: ClientParts,
  keys?: readonly PublicKey[],
): ClientMetadata {
  return {
    client_id: client.id,
    client_name: 'DOMI for HCL Notes',
    redirect_uris: [...(options.redirectUris[profile.id] ?? [])],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    ...(keys === undefined
      ? { client_secret: client.secret, token_endpoint_auth_method: 'client_secret_basic' }
      : { jwks: { keys: [...keys] }, token_endpoint_auth_method: 'private_key_jwt' }),
    id_token_signed_response_alg: 'ES256',
  };
}

function createSigningKey() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
}
