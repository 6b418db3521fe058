import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { findKubernetesTools } from '../../scripts/kubernetes-tools.ts';

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: manifests are looked into at will; their schemas are validated elsewhere
  readonly [field: string]: any;
}

export interface RenderOptions {
  /** Scenario in `ci/`, without `-values.yaml`. */
  readonly scenario?: string;
  /** Values file, in place of a scenario. Without both, the least values of an installation. */
  readonly valuesFile?: string;
  /** On top of those. */
  readonly values?: object;
  /** Package of the chart, in place of its folder. */
  readonly chart?: string;
  readonly kubeVersion?: string;
  /** Default `domi`. */
  readonly release?: string;
}

export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const ROOT = join(import.meta.dirname, '..', '..');
export const CHART = join(ROOT, 'helm', 'domi');

export const SCENARIOS = readdirSync(join(CHART, 'ci'))
  .filter((name) => name.endsWith('-values.yaml'))
  .map((name) => name.replace('-values.yaml', ''));

/** What an installation needs at least. */
export const LEAST_VALUES = join(ROOT, 'test', 'chart', 'least-values.yaml');

/** @throws Error with helm's words when it refuses */
export async function renderChart(options: RenderOptions): Promise<Manifest[]> {
  const { code, stdout, stderr } = await tryToRender(options);
  if (code !== 0) throw new Error(stderr);
  return parseManifests(stdout);
}

/** `helm template`, whatever comes of it. */
export function tryToRender(options: RenderOptions): Promise<ProgramResult> {
  const { scenario, values = {}, chart = CHART, kubeVersion = '1.36.0', release = 'domi' } = options;
  const file = scenario === undefined ? LEAST_VALUES : join(CHART, 'ci', `${scenario}-values.yaml`);
  const args = ['template', release, chart, '--namespace', 'mail', '--kube-version', kubeVersion];
  args.push('--values', options.valuesFile ?? file, '--values', '-');
  return runHelm(args, JSON.stringify(values));
}

export function runHelm(args: readonly string[], input = ''): Promise<ProgramResult> {
  return runProgram(findKubernetesTools().helm, args, input);
}

export function runKubectl(args: readonly string[]): Promise<ProgramResult> {
  return runProgram(findKubernetesTools().kubectl, args);
}

/** Numbers as Kubernetes reads them: YAML 1.1, where 0440 is octal. */
export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text, { version: '1.1', schema: 'core' })
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}

export function pick(manifests: readonly Manifest[], kind: string, name?: string): Manifest {
  const found = listKind(manifests, kind).filter(
    ({ metadata }) => name === undefined || metadata.name === name,
  );
  const [first, ...others] = found;
  if (first === undefined || others.length > 0) {
    throw new Error(`${found.length} manifests of kind ${kind}${name === undefined ? '' : ` named ${name}`}`);
  }
  return first;
}

export function listKind(manifests: readonly Manifest[], kind: string): Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

export function runProgram(program: string, args: readonly string[], input = ''): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(input);
  });
}
