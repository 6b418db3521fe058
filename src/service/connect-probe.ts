import { createProber } from '../check/prober.ts';
import type { Config } from '../config/config.ts';
import type { ProveClient } from '../oauth/client-proof.ts';
import type { Hub } from '../observability/hub.ts';
import { NO_LEDGER } from '../probing/probe-ledger.ts';
import {
  createStandingProbe,
  PROBE_TIMES,
  type ProbeTimes,
  type StandingProbe,
} from '../probing/standing-probe.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { Store } from '../store/connect-store.ts';
import { createRedisProbeLedger } from '../store/redis-probe-ledger.ts';
import type { Clock } from '../time/clock.ts';
import type { SendToProvider } from '../upstream/send-to-provider.ts';

export interface ProbeSetup {
  readonly config: Config;
  /** Not by the gateway: a probe must open no circuit, and take no place of a user. */
  readonly send: SendToProvider;
  readonly prove: ProveClient;
  readonly keyRing: KeyRing;
  readonly store: Store | undefined;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly times: Partial<ProbeTimes> | undefined;
}

/** A probe that is switched off. */
const NO_PROBE: StandingProbe = { adopt: async () => undefined, stop: () => undefined };

export function connectProbe({
  config,
  send,
  prove,
  keyRing,
  store,
  hub,
  clock,
  times,
}: ProbeSetup): StandingProbe {
  const period = config.probeSeconds * 1000;
  if (period === 0) return NO_PROBE;
  return createStandingProbe({
    ask: createProber({ send, prove, now: clock.now }),
    ledger: store ? createRedisProbeLedger(store) : NO_LEDGER,
    digest: (text) => keyRing.digest(['credentials'], text),
    clock,
    random: Math.random,
    times: { period, ...PROBE_TIMES, ...times },
    observe: hub.credentialsProbed,
    observeEnd: hub.probedAppRemoved,
  });
}
