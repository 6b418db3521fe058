import type { EventEmitter } from 'node:events';
import type Provider from 'oidc-provider';
import type { MemoryStore } from './memory-store.ts';
import type { TokenLengths } from './sandbox-types.ts';
import type { ServiceProfile } from './service-profile.ts';

/** Prints errors of the sandbox itself, as Koa does. A client that disconnects during its request is not an error. */
export function printErrors(provider: Provider): void {
  // The type of `Provider` lists only the events of oidc-provider.
  const app: EventEmitter = provider;
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ECONNRESET') provider.onerror(error);
  });
  provider.on('server_error', (_ctx, error) => void app.emit('error', error));
}

/**
 * Gives codes and tokens the form and length of the service's; those of oidc-provider all have 43 characters. Its
 * generator is still called, since it also sets the format of the token.
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
