import { openRaw, parseAnswers } from '../../test/helpers/raw-connection.ts';
import { waitAtMost } from '../../test/helpers/wait-at-most.ts';
import { comesTrue } from './comes-true.ts';
import type { Replica } from './replica.ts';
import type { Site } from './site.ts';

/** Connections to each replica, each of another address. */
const CONNECTIONS = 30;
const REQUESTS = 60;
/** Together with what a pipe and this process take in, about a third of what the service keeps of lines that nobody reads. */
const LINES = CONNECTIONS * REQUESTS;

/** Milliseconds, with room for a machine that others keep busy as well. */
const ANSWERED_WITHIN = 60_000;
const WRITTEN_WITHIN = 60_000;

/**
 * Nobody reads the logs, and more lines are written than a pipe takes: a request that waits for its line stays without an answer.
 * Then they are read again, and no line is lost.
 */
export async function stallLog({ replicas, tally }: Site): Promise<void> {
  for (const replica of replicas) replica.stallLog();
  const before = replicas.map(({ output }) => output.lines);
  const isAnswered = await Promise.all(replicas.map(isAnsweredBy));
  for (const replica of replicas) replica.resumeLog();
  for (const [index, { name }] of replicas.entries())
    if (!isAnswered[index]) tally.breach('output', `${name} did not answer while nobody read its log`);
  const isWritten = ({ output }: Replica, index: number): boolean =>
    output.lines >= (before[index] as number) + LINES;
  if (await comesTrue(() => replicas.every(isWritten), WRITTEN_WITHIN)) return;
  for (const [index, { name, output }] of replicas.entries())
    tally.breach('output', `${name} wrote ${output.lines - (before[index] as number)} lines of ${LINES}`);
}

/** Requests that cost little, and have a line each. */
async function isAnsweredBy({ web }: Replica): Promise<boolean> {
  const connections = Array.from({ length: CONNECTIONS }, (_, number) => {
    const connection = openRaw(web);
    const head = `GET /nothing/here HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.${number}\r\n`;
    connection.write(`${head}\r\n`.repeat(REQUESTS - 1));
    connection.write(`${head}Connection: close\r\n\r\n`);
    return connection;
  });
  await waitAtMost(ANSWERED_WITHIN, Promise.all(connections.map(({ closed }) => closed)));
  for (const connection of connections) connection.destroy();
  return connections.every(({ received }) => parseAnswers(received).length === REQUESTS);
}
