import type { Provider } from '../oauth/provider.ts';
import type { ProviderResponse } from '../oauth/provider-response.ts';
import { buildCodeExchange, type ProviderRequest } from '../oauth/token-request.ts';
import type { Probe } from './list-probes.ts';
import { classifyProbe, classifyProbeError, type Finding, type Verdict } from './verdict.ts';

export interface LiveDependencies {
  /** @param budget milliseconds within which the answer must be there */
  readonly send: (request: ProviderRequest, budget: number) => Promise<ProviderResponse>;
  readonly now: () => Date;
}

export interface ProbeResult {
  readonly verdict: Verdict;
  readonly outcome: Finding['outcome'];
  readonly detail: string;
}

/** Milliseconds for one call. */
const BUDGET = 10_000;

/** No service ever issued it; the form is one that every service takes (RFC 6749 appendix A.11). */
const WRONG_CODE = 'domi-check-deliberately-wrong-code';
const WRONG_SECRET = 'domi-check-deliberately-wrong-secret';
/** RFC 7636 section 4.1 wants 43 characters at least. */
const VERIFIER = 'domi-check-deliberately-wrong-code-verifier-1';

/**
 * Presents a wrong code. A service that complains about the code has accepted the client, if it looks at the client
 * first, which RFC 6749 section 3.2.1 demands but not every service does. So one call per app has a wrong secret as
 * well: only a service that complains about the secret then is believed when it does not.
 */
export function createProber({ send, now }: LiveDependencies): (probe: Probe) => Promise<ProbeResult> {
  /** By token endpoint and client id: all secrets of an app share the call. */
  const controls = new Map<string, Promise<Finding>>();

  async function ask(provider: Provider, clientSecret: string, redirectUri: string): Promise<Finding> {
    const exchange = { code: WRONG_CODE, codeVerifier: VERIFIER, redirectUri };
    try {
      const answer = await send(buildCodeExchange(provider, clientSecret, exchange), BUDGET);
      return classifyProbe(provider, answer, now());
    } catch (error) {
      return classifyProbeError(error);
    }
  }

  function askWithWrongSecret({ provider, redirectUri }: Probe): Promise<Finding> {
    const key = JSON.stringify([provider.tokenEndpoint, provider.clientId]);
    const known = controls.get(key) ?? ask(provider, WRONG_SECRET, redirectUri);
    controls.set(key, known);
    return known;
  }

  return async (probe) => {
    const { meaning, outcome, detail } = await ask(probe.provider, probe.clientSecret, probe.redirectUri);
    if (meaning === 'client_refused') return { verdict: 'refused', outcome, detail };
    if (meaning === 'unreachable') return { verdict: 'unreachable', outcome, detail };
    if (meaning === 'unknown') return { verdict: 'unknown', outcome, detail };
    const control = await askWithWrongSecret(probe);
    if (control.meaning === 'client_refused') return { verdict: 'accepted', outcome, detail };
    const reason =
      control.meaning === 'code_refused'
        ? 'it looks at the code before it looks at the secret'
        : `a wrong secret could not be compared: ${control.detail}`;
    return { verdict: 'unknown', outcome, detail: `${detail}; ${reason}` };
  };
}
