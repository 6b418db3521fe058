import { PROBE_VERDICTS, type ProbeVerdict } from '../observability/events.ts';
import type { ProbeClaim, ProbeLedger } from '../probing/probe-ledger.ts';
import type { Store } from './connect-store.ts';
import { readReply } from './run-script.ts';
import { CLAIM, PUT } from './scripts.ts';
import { buildCredentialsKey } from './store-keys.ts';

/** Milliseconds. No user waits for it. */
const BUDGET = 1000;

/** The value while a replica asks. */
const ASKING = 'asking';

/** Lets all replicas share their probes. Without the store each asks for itself. */
export function createRedisProbeLedger(store: Store): ProbeLedger {
  return {
    async claim(app, leaseMs) {
      const call = { script: CLAIM, keys: [buildCredentialsKey(app)], values: [ASKING, String(leaseMs)] };
      return toClaim(readReply(await store.attempt(call, BUDGET)));
    },
    async publish(app, verdict, freshMs) {
      const values = [verdict, String(Math.ceil(freshMs))];
      await store.attempt({ script: PUT, keys: [buildCredentialsKey(app)], values }, BUDGET);
    },
  };
}

/** Without a reply the replica asks for itself. */
function toClaim(reply: unknown): ProbeClaim {
  const [value, left] = Array.isArray(reply) ? reply : [];
  if (value === ASKING) return { kind: 'busy' };
  if (!isVerdict(value)) return { kind: 'granted' };
  return { kind: 'known', verdict: value, freshMs: Math.max(0, Number(left)) };
}

function isVerdict(value: unknown): value is ProbeVerdict {
  return (PROBE_VERDICTS as readonly unknown[]).includes(value);
}
