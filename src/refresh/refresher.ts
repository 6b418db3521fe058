import { isDomiError, toCoalescedError } from '../oauth/errors.ts';
import type { Registration } from '../oauth/registration.ts';
import type { RefreshEvent } from '../observability/events.ts';
import type { Span } from '../observability/tracing.ts';
import { type Client, createFlights } from './flights.ts';
import { type PresentedToken, presentToken } from './presented-token.ts';
import type { Refreshed } from './refreshed.ts';
import { refreshReusable } from './reusable.ts';
import { refreshSingleUse, type SingleUseParts } from './single-use.ts';

export interface RefresherParts extends SingleUseParts {
  /** Only watches, and never throws. */
  readonly observe: (event: RefreshEvent) => void;
}

/** The request that a refresh is for. */
export interface RefreshContext {
  /** Undefined when nothing is traced. */
  readonly span?: Span | undefined;
  /** When it leaves, the call to the provider is finished all the same. */
  readonly client?: Client | undefined;
}

/** Refreshes so that no token gets lost here. Every method throws DomiError only. */
export interface Refresher {
  refresh(registration: Registration, refreshToken: string, context: RefreshContext): Promise<Refreshed>;
  revoke(registration: Registration, accessToken: string, context: RefreshContext): Promise<void>;
  /** Resolves when no call that a refresh began is in progress. */
  settle(): Promise<void>;
}

export function createRefresher(parts: RefresherParts): Refresher {
  const { grants, fingerprint, cache, store, observe } = parts;
  const flights = createFlights<Refreshed>();

  /** Is given nothing of the request but its span: what is in flight may outlive the request. */
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
    async refresh(registration, refreshToken, { span, client }) {
      const presented = presentToken(fingerprint, registration, refreshToken);
      const { isShared, result } = flights.join(presented.names, () => refreshOnce(presented, span), {
        client,
        onUnclaimed: () => observe({ registration, kind: 'unclaimed' }),
      });
      if (!isShared) return result;
      observe({ registration, kind: 'coalesced' });
      return coalesce(result);
    },
    async revoke(registration, accessToken, { span }) {
      await grants.revoke(registration, accessToken, { span });
      // What is revoked must not be given out again, whoever presents the token before it.
      const { names } = presentToken(fingerprint, registration, accessToken);
      cache.endParentOf(names);
      await store?.open(names).endParent();
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
