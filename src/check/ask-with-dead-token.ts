import { parseResponseBody } from '../oauth/response-body.ts';
import { buildRefresh } from '../oauth/token-request.ts';
import type { Probe } from './list-probes.ts';
import { type LiveDependencies, PROBE_BUDGET } from './prober.ts';
import { classifyProbe, classifyProbeError, type Finding } from './verdict.ts';

/** What a service answers to a refresh token that it has never issued, and whether that is read as a dead token. */
export interface DeadTokenResult {
  readonly tenantId: string;
  readonly providerId: string;
  /** `unrecognized`: a user with a dead token would not be told to get a new one. */
  readonly verdict: 'recognized' | 'unrecognized' | 'unknown';
  readonly outcome: Finding['outcome'];
  readonly detail: string;
  /** Whether `tokenErrors` of a record can match the answer. */
  readonly isMatchable: boolean;
}

/** A token that no service has issued, in a form that every service accepts (RFC 6749 appendix A.17). */
const WRONG_TOKEN = 'domi-check-deliberately-wrong-refresh-token';

/** Overload and outages say nothing about the token. */
const UNRELATED: readonly string[] = ['rate_limited', 'temporarily_unavailable', 'provider_failed'];

/** Presents a wrong refresh token once. */
export async function askWithDeadToken(
  { provider, credential, subjects }: Probe,
  { send, prove, now }: LiveDependencies,
): Promise<DeadTokenResult> {
  const { tenantId = '', providerId = provider.id } = subjects[0] ?? {};
  try {
    const proof = await prove(provider, credential);
    const response = await send(buildRefresh(provider, proof, WRONG_TOKEN), PROBE_BUDGET);
    const { outcome, detail } = classifyProbe(provider, response, now());
    const isMatchable = parseResponseBody(response) !== undefined;
    return { tenantId, providerId, verdict: findVerdict(outcome), outcome, detail, isMatchable };
  } catch (error) {
    const { outcome, detail } = classifyProbeError(error);
    return { tenantId, providerId, verdict: 'unknown', outcome, detail, isMatchable: false };
  }
}

function findVerdict(outcome: Finding['outcome']): DeadTokenResult['verdict'] {
  if (outcome === 'invalid_grant') return 'recognized';
  return UNRELATED.includes(outcome) ? 'unknown' : 'unrecognized';
}
