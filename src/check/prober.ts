import type { ClientProof, ProveClient } from '../oauth/client-proof.ts';
import type { ProviderResponse } from '../oauth/provider-response.ts';
import { buildCodeExchange, type ProviderRequest } from '../oauth/token-request.ts';
import { falsifyProof } from './falsify-proof.ts';
import type { Probe } from './list-probes.ts';
import { classifyProbe, classifyProbeError, type Finding, type Verdict } from './verdict.ts';

export interface LiveDependencies {
  /** @param budget milliseconds within which the response must arrive */
  readonly send: (request: ProviderRequest, budget: number) => Promise<ProviderResponse>;
  readonly prove: ProveClient;
  readonly now: () => Date;
}

export interface ProbeResult {
  readonly verdict: Verdict;
  readonly outcome: Finding['outcome'];
  readonly detail: string;
}

/** Milliseconds for one call. */
export const PROBE_BUDGET = 10_000;

/** A code that no service has issued, in a form that every service accepts (RFC 6749 appendix A.11). */
const WRONG_CODE = 'domi-check-deliberately-wrong-code';
/** RFC 7636 section 4.1 requires at least 43 characters. */
const VERIFIER = 'domi-check-deliberately-wrong-code-verifier-1';

/** After these, it is known whether the service validates the client first. */
const DECISIVE: readonly Finding['meaning'][] = ['client_refused', 'grant_refused'];

/**
 * Presents a wrong code. A service that refuses the code has accepted the client, provided that it validates the client
 * first. RFC 6749 section 3.2.1 requires that, but not every service does it. So one more call per app has a wrong secret or
 * signature too: a service is trusted only if it refuses that.
 */
export function createProber({ send, prove, now }: LiveDependencies): (probe: Probe) => Promise<ProbeResult> {
  /**
   * Calls with a wrong proof, by token endpoint, client id and kind of credential: all credentials of an app share one, until
   * a reload replaces secrets by keys. Only an outcome that decides is kept: the prober may ask again much later.
   */
  const controls = new Map<string, Promise<Finding>>();

  async function ask(
    { provider, credential, redirectUri }: Probe,
    revise: (proof: ClientProof) => ClientProof,
  ): Promise<Finding> {
    const exchange = { code: WRONG_CODE, codeVerifier: VERIFIER, redirectUri };
    try {
      const proof = revise(await prove(provider, credential));
      const answer = await send(buildCodeExchange(provider, proof, exchange), PROBE_BUDGET);
      return classifyProbe(provider, answer, now());
    } catch (error) {
      return classifyProbeError(error);
    }
  }

  function askWithWrongProof(probe: Probe): Promise<Finding> {
    const { provider, credential } = probe;
    const key = JSON.stringify([provider.tokenEndpoint, provider.clientId, credential.kind]);
    const known = controls.get(key);
    if (known !== undefined) return known;
    const control = ask(probe, falsifyProof);
    controls.set(key, control);
    const forget = (): boolean => controls.delete(key);
    control.then(({ meaning }) => DECISIVE.includes(meaning) || forget(), forget);
    return control;
  }

  return async (probe) => {
    const { meaning, outcome, detail } = await ask(probe, (proof) => proof);
    if (meaning === 'client_refused') return { verdict: 'refused', outcome, detail };
    if (meaning === 'unreachable') return { verdict: 'unreachable', outcome, detail };
    if (meaning === 'unknown') return { verdict: 'unknown', outcome, detail };
    const control = await askWithWrongProof(probe);
    if (control.meaning === 'client_refused') return { verdict: 'accepted', outcome, detail };
    const wrong = probe.credential.kind === 'secret' ? 'secret' : 'signature';
    const reason =
      control.meaning === 'grant_refused'
        ? `it checks the code before the ${wrong}`
        : `the comparison with a wrong ${wrong} failed: ${control.detail}`;
    return { verdict: 'unknown', outcome, detail: `${detail}; ${reason}` };
  };
}
