import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findKubernetesTools } from '../../scripts/kubernetes-tools.ts';
import { type ProgramResult, runProgram } from '../helpers/render-chart.ts';
import { skipSuite } from '../helpers/skip.ts';

/** Image of the service that the cluster has or can pull, `name:tag`. */
export const IMAGE = process.env['DOMI_E2E_IMAGE'] ?? '';

const begin = performance.now();

/** One line of progress: the time since the suite began, and what took how long. */
export function say(text: string, since?: number): void {
  const took = since === undefined ? '' : ` (${((performance.now() - since) / 1000).toFixed(1)} s)`;
  console.log(`      ${((performance.now() - begin) / 1000).toFixed(0).padStart(4)} s  ${text}${took}`);
}

/** Skips the suite unless the environment names a cluster that answers, and an image. */
export async function needCluster(context: Mocha.Context): Promise<void> {
  if (!process.env['KUBECONFIG']) skipSuite(context, 'KUBECONFIG names no cluster');
  if (!IMAGE) skipSuite(context, 'DOMI_E2E_IMAGE names no image');
  const { code, stderr } = await tryKubectl(['version', '--request-timeout=20s']);
  if (code !== 0) skipSuite(context, `the cluster does not answer: ${stderr.trim().split('\n').at(-1)}`);
}

/** The helm that npm brings, and those of DOMI_E2E_HELM: paths, separated as in PATH. */
export function listHelms(): readonly string[] {
  const others = (process.env['DOMI_E2E_HELM'] ?? '').split(delimiter).filter(Boolean);
  return [findKubernetesTools().helm, ...others];
}

export function tryKubectl(args: readonly string[], input?: string): Promise<ProgramResult> {
  return runProgram(findKubernetesTools().kubectl, args, input);
}

/** @throws Error with kubectl's words when it fails */
export async function kubectl(args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await tryKubectl(args, input);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}

export async function getJson<T>(args: readonly string[]): Promise<T> {
  return JSON.parse(await kubectl(['get', ...args, '--output=json'])) as T;
}

/** A pod of the service. */
export interface Pod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly status: {
    readonly podIP: string;
    readonly containerStatuses?: readonly {
      readonly restartCount: number;
      readonly state: object;
      readonly lastState: object;
    }[];
  };
}

export async function listPods(namespace: string, ...options: string[]): Promise<readonly Pod[]> {
  const selector = '--selector=app.kubernetes.io/component=service';
  const args = ['--namespace', namespace, 'pods', selector, ...options];
  return (await getJson<{ items: readonly Pod[] }>(args)).items;
}

/** Many objects as one, for `--filename=-`. */
export const toList = (items: readonly object[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

/** How `kubectl apply` works on the server, with unknown fields refused. */
export const APPLY_STRICTLY = ['apply', '--server-side', '--force-conflicts', '--validate=strict'] as const;

export async function apply(namespace: string, objects: readonly object[]): Promise<void> {
  await kubectl(['--namespace', namespace, ...APPLY_STRICTLY, '--filename=-'], toList(objects));
}

/** Replaces the content of a Secret or ConfigMap, as an operator's `kubectl replace` does. Values are texts. */
export async function putData(
  namespace: string,
  kind: 'Secret' | 'ConfigMap',
  name: string,
  data: Readonly<Record<string, string>>,
): Promise<void> {
  const content = kind === 'Secret' ? { stringData: data } : { data };
  const object = { apiVersion: 'v1', kind, metadata: { name }, ...content };
  const found = await tryKubectl(['--namespace', namespace, 'get', kind, name, '--output=json']);
  if (found.code !== 0) {
    await kubectl(['--namespace', namespace, 'create', '--filename=-'], JSON.stringify(object));
    return;
  }
  const encoded = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, kind === 'Secret' ? encode(value) : value]),
  );
  const before = JSON.parse(found.stdout) as { data?: Record<string, string> };
  const gone = Object.keys(before.data ?? {}).filter((key) => !(key in data));
  const patch = { data: { ...encoded, ...Object.fromEntries(gone.map((key) => [key, null])) } };
  await kubectl(['--namespace', namespace, 'patch', kind, name, `--patch=${JSON.stringify(patch)}`]);
}

const encode = (text: string): string => Buffer.from(text).toString('base64');

/** A program that runs until it is stopped, such as a watch: its lines so far. */
export interface Watch {
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

export function watchKubectl(args: readonly string[]): Watch {
  const child = spawn(findKubernetesTools().kubectl, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const exited = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return {
    get lines() {
      return text.split('\n').filter(Boolean);
    },
    async stop() {
      child.kill();
      await exited;
    },
  };
}

/** Asks again every second until the answer is there. */
export async function waitFor<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const since = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) {
      say(what, since);
      return answer;
    }
    if (performance.now() - since > seconds * 1000) throw new Error(`not within ${seconds} s: ${what}`);
    await delay(1000);
  }
}
