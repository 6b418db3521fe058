import type { Adapter, AdapterFactory, AdapterPayload, ClientMetadata } from 'oidc-provider';
import type { OidcLibrary } from './load-oidc-provider.ts';
import type { ServiceProfile } from './service-profile.ts';

interface Entry {
  readonly model: string;
  readonly id: string;
  readonly payload: AdapterPayload;
}

/** The state of one service: sessions, grants, codes and tokens. */
export interface MemoryStore {
  readonly adapter: AdapterFactory;
  /** Registers a client, or replaces it. */
  registerClient(client: ClientMetadata): Promise<void>;
  /** Forgets every entry of a model, for example every `AccessToken`. */
  forgetAll(model: string): void;
  /** Ends what a user granted earlier: access tokens, refresh tokens and the grants themselves. */
  endEarlierGrants(accountId: string, currentGrantId: string): void;
  /** How many families of refresh tokens have ended because a spent one came back. */
  countEndedFamilies(): number;
}

export function createMemoryStore(
  { errors }: OidcLibrary,
  profile: Pick<ServiceProfile, 'refreshTokenRotation' | 'endsFamilyOnReuse'>,
): MemoryStore {
  const entries = new Map<string, Entry>();
  let endedFamilies = 0;

  function forgetWhere(matches: (entry: Entry) => boolean): void {
    for (const [key, entry] of entries) if (matches(entry)) entries.delete(key);
  }

  /** Ends a grant with its tokens, those included that a request in flight is about to get. */
  function endFamily({ grantId }: AdapterPayload): void {
    endedFamilies += 1;
    forgetWhere(
      ({ model, id, payload }) => payload.grantId === grantId || (model === 'Grant' && id === grantId),
    );
  }

  function findPayload(matches: (entry: Entry) => boolean): AdapterPayload | undefined {
    return [...entries.values()].find(matches)?.payload;
  }

  function createAdapter(model: string): Adapter {
    const toKey = (id: string) => `${model}:${id}`;

    /**
     * Called once per use of a code or of a rotated refresh token. It checks and marks in one synchronous step: of two
     * concurrent requests with the same value, one wins.
     */
    function spend(id: string): void {
      if (model === 'RefreshToken' && profile.refreshTokenRotation === 'reusable') return;
      const payload = entries.get(toKey(id))?.payload;
      if (payload?.consumed && model === 'RefreshToken') endFamily(payload);
      if (payload === undefined || payload.consumed) throw new errors.InvalidGrant('already used');
      // For a spent refresh token that is marked and not deleted, oidc-provider ends the whole grant (RFC 9700 section
      // 4.14.2).
      if (model === 'RefreshToken' && !profile.endsFamilyOnReuse) entries.delete(toKey(id));
      else payload.consumed = true;
    }

    /** oidc-provider looks up a token before it asks whether it is spent. */
    function find(id: string): AdapterPayload | undefined {
      const payload = entries.get(toKey(id))?.payload;
      if (model === 'RefreshToken' && payload?.consumed) endFamily(payload);
      return payload;
    }

    return {
      upsert: async (id, payload) => void entries.set(toKey(id), { model, id, payload }),
      find: async (id) => find(id),
      findByUid: async (uid) => findPayload((entry) => entry.model === model && entry.payload.uid === uid),
      findByUserCode: async () => undefined,
      consume: async (id) => spend(id),
      destroy: async (id) => void entries.delete(toKey(id)),
      revokeByGrantId: async (grantId) =>
        forgetWhere((entry) => entry.model === model && entry.payload.grantId === grantId),
    };
  }

  return {
    adapter: createAdapter,
    registerClient: async (client) =>
      void (await createAdapter('Client').upsert(client.client_id, { ...client }, 0)),
    countEndedFamilies: () => endedFamilies,
    forgetAll: (model) => forgetWhere((entry) => entry.model === model),
    endEarlierGrants(accountId, currentGrantId) {
      forgetWhere(({ model, id, payload }) => {
        if (payload.accountId !== accountId) return false;
        if (model === 'Grant') return id !== currentGrantId;
        return (model === 'AccessToken' || model === 'RefreshToken') && payload.grantId !== currentGrantId;
      });
    },
  };
}
