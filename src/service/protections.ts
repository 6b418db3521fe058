import type { ConnectionLimits } from '../http/divide-descriptors.ts';
import { createLimiter, type Limiter } from '../limits/limiter.ts';
import { createOverload, type Overload } from '../limits/overload.ts';
import type { Hub } from '../observability/hub.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Store } from '../store/connect-store.ts';
import { createSharedCounts } from '../store/shared-counts.ts';
import type { Clock } from '../time/clock.ts';
import type { EventLoopDelay } from '../time/event-loop-delay.ts';

/** What refuses requests before they cost anything. */
export interface Protections {
  readonly limiter: Limiter;
  readonly overload: Overload;
}

export interface ProtectionsParts {
  /** Undefined: each replica counts alone. */
  readonly store: Store | undefined;
  readonly keyRing: KeyRing;
  readonly bounds: ConnectionLimits;
  readonly eventLoop: EventLoopDelay;
  readonly hub: Hub;
  readonly clock: Clock;
}

export function createProtections(parts: ProtectionsParts): Protections {
  const { store, keyRing, bounds, eventLoop, hub, clock } = parts;
  const { monotonic } = clock;
  return {
    limiter: createLimiter({
      counts: store && createSharedCounts(store, { observe: hub.sharedCountChanged, monotonic }),
      digest: (text) => keyRing.digest(['limit'], text),
      observe: hub.requestLimited,
      clock,
    }),
    overload: createOverload({
      standingDelay: eventLoop.standing,
      maxInHand: bounds.web,
      observe: hub.requestShed,
    }),
  };
}
