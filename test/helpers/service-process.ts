import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { expectDocumentedAnswers } from './documented/documented-answers.ts';

export interface Running {
  readonly process: ChildProcess;
  /** Both streams so far. */
  readonly output: () => string;
  readonly exited: Promise<{ code: number | null; output: string }>;
}

export interface Serving extends Running {
  /** Origins of the two ports. */
  readonly web: string;
  readonly management: string;
}

/** A process of Node with these arguments, this environment and nothing else of ours. */
export function runNode(args: readonly string[], environment: Readonly<Record<string, string>>): Running {
  return runProgram(process.execPath, args, { PATH: process.env['PATH'] ?? '', ...environment });
}

export function runProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Running {
  const child = spawn(program, args, { env: environment });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const exited = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, output })),
  );
  return { process: child, output: () => output, exited };
}

/** What `npm start` runs, from source. */
export const SERVE: readonly string[] = ['src/cli.ts', 'serve'];

/** Starts the service and waits until it listens; `program` are the arguments of Node. */
export async function serveProcess(
  environment: Readonly<Record<string, string>>,
  program: readonly string[] = SERVE,
): Promise<Serving> {
  return waitUntilServing(runNode(program, environment));
}

/** Waits until a process, or a container in the foreground, listens. */
export async function waitUntilServing(running: Running): Promise<Serving> {
  let isOver = false;
  running.exited.then(() => {
    isOver = true;
  });
  await waitFor(() => isOver || findReadyLine(running.output()));
  const ready = findReadyLine(running.output());
  if (ready === undefined) throw new Error(`the service ended: ${running.output()}`);
  const { port, metrics_port } = ready;
  const [web, management] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${metrics_port}`] as const;
  running.exited.then(expectDocumentedAnswers(web, management));
  return { ...running, web, management };
}

interface ReadyLine {
  readonly port: number;
  readonly metrics_port: number;
}

function findReadyLine(output: string): ReadyLine | undefined {
  const line = output.split('\n').find((text) => text.endsWith('}') && text.includes('"msg":"ready"'));
  return line === undefined ? undefined : (JSON.parse(line) as ReadyLine);
}

/** Looks until something is there. The test's own time-out is the limit; what looks on after it holds no process open. */
export async function waitFor<T>(look: () => T | Promise<T>): Promise<Exclude<T, undefined | false>> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found as Exclude<T, undefined | false>;
    await delay(20, undefined, { ref: false });
  }
}
