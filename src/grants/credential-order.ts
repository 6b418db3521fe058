import type { Provider } from '../oauth/provider.ts';

/**
 * In which order the client credentials of a provider are tried: the one that served last goes first, so that a dead one
 * in front does not double every call.
 */
export interface CredentialOrder {
  /** @returns every index of `clientCredentials`, once */
  list(provider: Provider): number[];
  /** To be called when the provider has accepted a credential. */
  remember(provider: Provider, index: number): void;
}

/**
 * Milliseconds after which the first credential is tried first again: it may be a new one that the provider did not know
 * yet.
 */
const FIRST_AGAIN_EVERY = 600_000;

interface Served {
  readonly index: number;
  readonly until: number;
}

/**
 * Keys are provider objects, which hold the credentials: whoever shares one shares the knowledge, and a configuration with
 * other credentials has other objects.
 * @param monotonic milliseconds that never go back
 */
export function createCredentialOrder(monotonic: () => number): CredentialOrder {
  const served = new WeakMap<Provider, Served>();
  return {
    list(provider) {
      const indexes = [...provider.clientCredentials.keys()];
      const last = served.get(provider);
      if (last === undefined || last.until <= monotonic()) return indexes;
      return [last.index, ...indexes.filter((index) => index !== last.index)];
    },
    remember(provider, index) {
      if (index === 0) served.delete(provider);
      else if ((served.get(provider)?.until ?? 0) <= monotonic() || served.get(provider)?.index !== index) {
        served.set(provider, { index, until: monotonic() + FIRST_AGAIN_EVERY });
      }
    },
  };
}
