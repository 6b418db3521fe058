import type { Probe } from '../check/list-probes.ts';
import type { ProbeResult } from '../check/prober.ts';
import type { ProbedApp } from './list-apps.ts';

/** What a provider says of an app: the result for the credential that decides. */
export interface AppResult extends ProbeResult {
  /** Positions, from 1, of the credentials that it refused. */
  readonly refused: readonly number[];
}

/**
 * Asks about the credentials of an app in turn, as a grant tries them, until one is accepted. An app is refused only when
 * each of them is refused.
 */
export async function askApp(
  { probes }: ProbedApp,
  ask: (probe: Probe) => Promise<ProbeResult>,
): Promise<AppResult> {
  const refused: number[] = [];
  let undecided: ProbeResult | undefined;
  let last: ProbeResult | undefined;
  for (const [index, probe] of probes.entries()) {
    last = await ask(probe);
    if (last.verdict === 'accepted') return { ...last, refused };
    if (last.verdict === 'refused') refused.push(index + 1);
    else undecided ??= last;
  }
  const result = undecided ?? last;
  if (result === undefined) throw new RangeError('an app has at least one credential');
  return { ...result, refused };
}
