import type { ProbeVerdict } from '../observability/events.ts';

/** What replicas tell each other of their probes, so that each app is asked about once. */
export interface ProbeLedger {
  /**
   * Asks for the right to ask the provider.
   * @param app key of the app
   * @param leaseMs how long the right outlives a replica that dies
   * @returns `granted` also when there is nobody to ask; never throws
   */
  claim(app: string, leaseMs: number): Promise<ProbeClaim>;
  /**
   * Tells the others, who then need not ask. Never throws.
   * @param freshMs for how long nobody needs to ask again
   */
  publish(app: string, verdict: ProbeVerdict, freshMs: number): Promise<void>;
}

export type ProbeClaim =
  | { readonly kind: 'granted' }
  /** Another replica is asking now. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'known'; readonly verdict: ProbeVerdict; readonly freshMs: number };

/** For a replica that is alone. */
export const NO_LEDGER: ProbeLedger = {
  claim: async () => ({ kind: 'granted' }),
  publish: async () => undefined,
};
