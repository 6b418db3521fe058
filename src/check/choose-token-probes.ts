import type { Provider } from '../oauth/provider.ts';
import type { Probe } from './list-probes.ts';
import type { ProbeResult } from './prober.ts';

/** A probe of a client credential, with its result. */
export interface AnsweredProbe {
  readonly probe: Probe;
  readonly result: ProbeResult;
}

/** After these the service has looked at the grant, so it is worth asking again. */
const LOOKED_AT_GRANT: readonly string[] = ['invalid_grant', 'provider_rejected_request', 'success'];

/**
 * Chooses one app for each service: the first whose credentials were accepted, or else the first that was answered at all.
 * How a service answers a dead token depends on the service and the rules of the record, not on the app, so thousands of
 * tenants cost one call.
 */
export function chooseTokenProbes(answered: readonly AnsweredProbe[]): Probe[] {
  const services = Map.groupBy(answered, ({ probe }) => nameService(probe.provider));
  return [...services.values()].flatMap((group) => {
    const chosen =
      group.find(({ result }) => result.verdict === 'accepted') ??
      group.find(({ result }) => result.verdict === 'unknown' && LOOKED_AT_GRANT.includes(result.outcome));
    return chosen === undefined ? [] : [chosen.probe];
  });
}

function nameService({ id, refreshEndpoint, tokenEndpoint, tokenErrors }: Provider): string {
  return JSON.stringify([id, new URL(refreshEndpoint ?? tokenEndpoint).origin, tokenErrors]);
}
