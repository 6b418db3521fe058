import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { CHART, type ProgramResult, parseManifests, runProgram } from '../helpers/render-chart.ts';
import { getJson, IMAGE, say, toList, tryKubectl } from './cluster.ts';

/** A release of the chart in a namespace, managed by one helm. */
export interface HelmRelease {
  readonly name: string;
  readonly namespace: string;
  /** @throws Error with helm's words; each waits until the pods are ready */
  install(values: object): Promise<string>;
  upgrade(values: object, ...options: string[]): Promise<string>;
  rollback(revision: number): Promise<void>;
  uninstall(): Promise<void>;
  /** Runs `helm test`. @returns its output */
  test(): Promise<string>;
  tryToUpgrade(values: object, ...options: string[]): Promise<ProgramResult>;
  manifest(): Promise<string>;
  /** Compares the cluster with the manifest of the release, on the server. */
  expectNoDiff(): Promise<void>;
}

/** For `rollback`, the revision before the latest. */
export const PREVIOUS = 0;

export const nameHelm = async (helm: string): Promise<string> =>
  (await runProgram(helm, ['version', '--template={{.Version}}'])).stdout.trim();

/** Helm 3, which patches; Helm 4 applies on the server. */
export const isOld = async (helm: string): Promise<boolean> => (await nameHelm(helm)).startsWith('v3');

/** @param options for every call of helm, such as whom to impersonate */
export function createHelmRelease(
  helm: string,
  name: string,
  namespace: string,
  options: readonly string[] = [],
): HelmRelease {
  const waiting = ['--wait', '--timeout=240s'];

  async function run(args: readonly string[], values?: object): Promise<ProgramResult> {
    const since = performance.now();
    const input = values === undefined ? '' : JSON.stringify(withImage(values));
    const source = values === undefined ? [] : ['--values=-'];
    const result = await runProgram(helm, ['--namespace', namespace, ...options, ...args, ...source], input);
    say(`${basename(helm)} ${args.filter((arg) => arg !== CHART).join(' ')}: ${result.code}`, since);
    return result;
  }

  async function mustRun(args: readonly string[], values?: object): Promise<string> {
    const { code, stdout, stderr } = await run(args, values);
    if (code === 0) return stdout;
    const pods = await tryKubectl(['--namespace', namespace, 'get', 'pods,jobs,events', '--output=wide']);
    throw new Error(`helm ${args.join(' ')}: ${stderr}${stdout}\n${pods.stdout.slice(-4000)}`);
  }

  const manifest = (): Promise<string> => mustRun(['get', 'manifest', name]);

  return {
    name,
    namespace,
    manifest,
    install: (values) => mustRun(['install', name, CHART, ...waiting], values),
    upgrade: (values, ...more) => mustRun(['upgrade', name, CHART, ...waiting, ...more], values),
    tryToUpgrade: (values, ...more) => run(['upgrade', name, CHART, ...more], values),
    async rollback(revision) {
      await mustRun(['rollback', name, String(revision), ...waiting]);
    },
    async uninstall() {
      await mustRun(['uninstall', name, '--wait', '--timeout=120s']);
    },
    test: () => mustRun(['test', name, '--logs', '--timeout=120s']),
    async expectNoDiff() {
      // Helm adds these to what the manifest says, and as its owner would otherwise seem to take them away again.
      const own = { 'meta.helm.sh/release-name': name, 'meta.helm.sh/release-namespace': namespace };
      const items = parseManifests(await manifest()).map((object) => ({
        ...object,
        metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...own } },
      }));
      const args = ['--namespace', namespace, 'diff', '--server-side', '--force-conflicts'];
      const { code, stdout, stderr } = await tryKubectl(
        [...args, '--field-manager=helm', '--filename=-'],
        toList(items),
      );
      expect(code, stdout + stderr).to.equal(0);
      expect(stdout).to.equal('');
    },
  };

  function withImage(values: object): object {
    const separator = IMAGE.lastIndexOf(':');
    const image = { repository: IMAGE.slice(0, separator), tag: IMAGE.slice(separator + 1) };
    return { image, ...values };
  }
}

/** The options that take a failed upgrade back. */
export const takeBack = async (helm: string): Promise<string[]> =>
  (await isOld(helm)) ? ['--atomic'] : ['--rollback-on-failure', '--wait'];

/** Every revision that helm keeps in the cluster, in clear. */
export async function readRevisions({ name, namespace }: HelmRelease): Promise<string[]> {
  const selector = `--selector=owner=helm,name=${name}`;
  const { items } = await getJson<{ items: { data: { release: string } }[] }>([
    '--namespace',
    namespace,
    'secrets',
    selector,
  ]);
  return items.map(({ data }) => {
    const inner = Buffer.from(data.release, 'base64').toString();
    return gunzipSync(Buffer.from(inner, 'base64')).toString();
  });
}
