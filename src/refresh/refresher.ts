import type { Grants } from '../grants/grants.ts';
import { isDomiError } from '../oauth/errors.ts';
import type { Registration } from '../oauth/registration.ts';
import type { TokenTypeHint } from '../oauth/token-type-hint.ts';
import type { Span } from '../observability/tracing.ts';
import { GRANT_BUDGET } from '../time/budgets.ts';
import { coalesce } from './coalesce.ts';
import { type Client, createFlights } from './flights.ts';
import { type PresentedToken, presentToken } from './presented-token.ts';
import { refreshReusable } from './refresh-reusable.ts';
import type { Refreshed } from './refreshed.ts';
import { createSupersededError } from './refusals.ts';
import { type SingleUse, type SingleUseParts, useOnce } from './single-use.ts';

export interface RefresherParts extends SingleUseParts {
  readonly grants: Grants;
  /** Whether a token that is known to be spent is refused here, unless its provider's record says otherwise. */
  readonly refusesSuperseded: boolean;
}

/** The request that a refresh is for. */
export interface RefreshContext {
  /** Undefined when nothing is traced. */
  readonly span?: Span | undefined;
  /** Network of the client (networks/name-client-network.ts). */
  readonly clientNetwork?: string | undefined;
  /** The call to the provider is finished even when the client leaves. */
  readonly client?: Client | undefined;
}

export interface RevocationRequest extends RefreshContext {
  /** Which kind of token the client says that it presents. */
  readonly hint?: TokenTypeHint | undefined;
}

/** Refreshes tokens so that none is lost here. Every method throws only DomiError. */
export interface Refresher {
  refresh(registration: Registration, refreshToken: string, context: RefreshContext): Promise<Refreshed>;
  /** @param token an access token or a refresh token */
  revoke(registration: Registration, token: string, request: RevocationRequest): Promise<void>;
  /** Resolves when no refresh is in flight. */
  settle(): Promise<void>;
}

export function createRefresher(parts: RefresherParts): Refresher {
  const { grants, fingerprint, cache, store, clock, observe } = parts;
  const flights = createFlights<Refreshed>();

  function toSingleUse(presented: PresentedToken): SingleUse {
    const { registration, token, clientNetwork } = presented;
    return {
      presented,
      refusesSuperseded: parts.refusesSuperseded && registration.provider.supersededTokens === 'refuse',
      refuse: createSupersededError,
      ask: (context) => grants.refresh(registration, token, { ...context, clientNetwork }),
      listSuccessors: ({ refreshToken, accessToken }) =>
        refreshToken === undefined || refreshToken === token ? undefined : [refreshToken, accessToken],
    };
  }

  /** Holds nothing of the request but its span: a flight may outlive the request. */
  async function refreshOnce(presented: PresentedToken, span: Span | undefined): Promise<Refreshed> {
    const { registration } = presented;
    const isSingleUse = registration.provider.refreshTokenRotation === 'single-use';
    try {
      const refreshed = isSingleUse
        ? await useOnce(parts, toSingleUse(presented), span)
        : await refreshReusable(parts, presented, span);
      const { source } = refreshed;
      if (source === 'replayed' || source === 'coalesced') observe({ registration, kind: source });
      return refreshed;
    } catch (error) {
      if (isDomiError(error) && (error.source === 'known_dead' || error.source === 'coalesced')) {
        observe({ registration, kind: error.source });
      }
      throw error;
    }
  }

  return {
    async refresh(registration, refreshToken, { span, client, clientNetwork }) {
      const presented = presentToken(fingerprint, registration, refreshToken, { clientNetwork });
      const { isShared, result } = flights.share(presented.names, () => refreshOnce(presented, span), {
        client,
        patience: GRANT_BUDGET,
        onUnclaimed: () => observe({ registration, kind: 'unclaimed' }),
      });
      if (!isShared) return result;
      observe({ registration, kind: 'coalesced' });
      const startedAt = clock.monotonic();
      try {
        return await coalesce(result);
      } finally {
        const seconds = (clock.monotonic() - startedAt) / 1000;
        observe({ registration, kind: 'waited', waitedFor: 'request', seconds });
      }
    },
    async revoke(registration, token, { span, clientNetwork, hint }) {
      await grants.revoke(registration, token, { span, clientNetwork, hint });
      const { names } = presentToken(fingerprint, registration, token);
      cache.endGrantOf(names);
      await store?.open(names).endGrant();
    },
    settle: () => flights.settle(),
  };
}
