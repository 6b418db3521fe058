import { type Answer, type RequestOptions, send } from '../../test/helpers/http.ts';
import { waitAtMost } from '../../test/helpers/wait-at-most.ts';
import type { Tally } from './tally.ts';

/** Milliseconds after which Notes gives up. */
const PATIENCE = 30_000;
/** For a busy machine, on which this process waits as well. */
const SLACK = 10_000;

/**
 * One request of a client that gives up as Notes does. Counts its status.
 * @returns undefined when the connection broke, or nothing came
 */
export async function ask(
  tally: Tally,
  kind: string,
  url: string,
  options: RequestOptions = {},
): Promise<Answer | undefined> {
  const asked = send(url, options).catch((error: Error) => error);
  const answer = await waitAtMost(PATIENCE + SLACK, asked);
  if (answer === undefined || answer instanceof Error) {
    tally.count(kind, answer?.message ?? 'nothing');
    tally.breach('answered', `${kind}: ${answer?.message ?? 'no answer'}`);
    return undefined;
  }
  tally.count(kind, answer.status);
  if (answer.status === 500) tally.breach('answered', `${kind}: 500 ${answer.body.slice(0, 300)}`);
  return answer;
}
