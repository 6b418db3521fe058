import { REPLAY_DENIALS, type ReplayDenial } from '../observability/events.ts';
import type { LeaseState } from '../refresh/refresh-store.ts';

/**
 * Parses the reply of the script that begins a refresh. Whoever can write to the store chooses it, so a reason is one of ours (it
 * becomes a label and a log line) and a time is a number.
 * @returns undefined for a reply that none of our scripts gives
 */
export function parseLeaseState([state, value]: readonly unknown[]): LeaseState | undefined {
  switch (state) {
    case 'answered':
      return typeof value === 'string' ? { state, sealed: value } : undefined;
    case 'failed':
      return typeof value === 'string' ? { state, failure: value } : undefined;
    case 'superseded':
      return { state, denial: isDenial(value) ? value : 'expired' };
    case 'busy':
      return typeof value === 'number' && Number.isFinite(value) ? { state, leaseLeft: value } : undefined;
    case 'leased':
      return isDenial(value) ? { state, denial: value } : { state };
    case 'lost':
    case 'dead':
      return { state };
    default:
      return undefined;
  }
}

const isDenial = (value: unknown): value is ReplayDenial =>
  (REPLAY_DENIALS as readonly unknown[]).includes(value);
