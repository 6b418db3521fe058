import type { EventEmitter } from 'node:events';
import type Provider from 'oidc-provider';
import type { MemoryStore } from './memory-store.ts';
import type { TokenLengths } from './sandbox-types.ts';
import type { ServiceProfile } from './service-profile.ts';

/** A fault of the sandbox itself is printed, as Koa does it; a client that went away in mid-request is none. */
export function reportFaults(provider: Provider): void {
  // Its type lists oidc-provider's own events only.
  const app: EventEmitter = provider;
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ECONNRESET') provider.onerror(error);
  });
  provider.on('server_error', (_ctx, error) => void app.emit('error', error));
}

/**
 * Looks and sizes of codes and tokens; oidc-provider's own are 43 characters, whatever they are for. Its generator is
 * still called, since it also notes the token's format.
 */
export function mintTokens(provider: Provider, { mintToken }: ServiceProfile, lengths: TokenLengths): void {
  const { AuthorizationCode, AccessToken, RefreshToken } = provider;
  for (const [model, length] of [
    [AuthorizationCode, lengths.code],
    [AccessToken, lengths.access],
    [RefreshToken, lengths.refresh],
  ] as const) {
    const prototype = model.prototype as unknown as { generateTokenId(): string };
    const generate = prototype.generateTokenId;
    prototype.generateTokenId = function mint() {
      generate.call(this);
      return mintToken(length);
    };
  }
}

export function endEarlierAuthorizations(
  provider: Provider,
  profile: ServiceProfile,
  store: MemoryStore,
): void {
  if (!profile.oneAuthorizationPerUser) return;
  provider.on('grant.success', ({ oidc }) => {
    const grant = oidc.entities.Grant;
    if (oidc.params?.grant_type !== 'authorization_code' || grant?.accountId === undefined) return;
    store.endEarlierGrants(grant.accountId, grant.jti);
  });
}
