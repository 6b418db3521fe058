import { isDomiError, toCoalescedError } from '../oauth/errors.ts';
import type { Registration } from '../oauth/registration.ts';
import type { TokenTypeHint } from '../oauth/token-type-hint.ts';
import type { RefreshEvent } from '../observability/events.ts';
import type { Span } from '../observability/tracing.ts';
import { type Client, createFlights } from './flights.ts';
import { type PresentedToken, presentToken } from './presented-token.ts';
import type { Refreshed } from './refreshed.ts';
import { refreshReusable } from './reusable.ts';
import { refreshSingleUse, type SingleUseParts } from './single-use.ts';

export interface RefresherParts extends SingleUseParts {
  /** Only observes, and never throws. */
  readonly observe: (event: RefreshEvent) => void;
}

/** The request that a refresh is for. */
export interface RefreshContext {
  /** Undefined when nothing is traced. */
  readonly span?: Span | undefined;
  /** Network of the client (limits/client-network.ts). */
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
  const { grants, fingerprint, cache, store, observe } = parts;
  const flights = createFlights<Refreshed>();

  /** Holds nothing of the request but its span: a flight may outlive the request. */
  async function refreshOnce(presented: PresentedToken, span: Span | undefined): Promise<Refreshed> {
    const { registration } = presented;
    const isSingleUse = registration.provider.refreshTokenRotation === 'single-use';
    try {
      const refreshed = await (isSingleUse ? refreshSingleUse : refreshReusable)(parts, presented, span);
      if (refreshed.source !== 'provider') observe({ registration, kind: refreshed.source });
      return refreshed;
    } catch (error) {
      if (isDomiError(error) && error.source !== 'provider') observe({ registration, kind: error.source });
      throw error;
    }
  }

  return {
    async refresh(registration, refreshToken, { span, client, clientNetwork }) {
      const presented = presentToken(fingerprint, registration, refreshToken, clientNetwork);
      const { isShared, result } = flights.share(presented.names, () => refreshOnce(presented, span), {
        client,
        onUnclaimed: () => observe({ registration, kind: 'unclaimed' }),
      });
      if (!isShared) return result;
      observe({ registration, kind: 'coalesced' });
      return coalesce(result);
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

async function coalesce(result: Promise<Refreshed>): Promise<Refreshed> {
  try {
    const { tokens } = await result;
    return { tokens, source: 'coalesced' };
  } catch (error) {
    throw isDomiError(error) ? toCoalescedError(error) : error;
  }
}
