import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as elapse } from 'node:timers/promises';
import { send } from '../test/helpers/http.ts';
import { createVolume, type Volume } from '../test/helpers/kubelet.ts';
import { bundleSecrets } from '../test/manifests/bundle-secrets.ts';
import { readProviderFiles } from '../test/manifests/read-provider-files.ts';
import type { Bench } from './bench.ts';
import { buildService, type DomiProcess, startDomi } from './stack/service.ts';
import { formatTable } from './table.ts';

const COUNT = 10_000;
const QUICK_COUNT = 500;
const PROVIDERS = ['zoom', 'teams', 'webex', 'gotomeeting'] as const;
const HOST = 'd.example.com';
const CLI = join(import.meta.dirname, '..', 'dist', 'cli.js');

/** From a folder of tenant files to a process that serves: how long each change takes to arrive. */
export const bench: Bench = {
  title: 'tenants from files to a running service, with volumes as the kubelet writes them',
  async run({ quick, print }) {
    buildService();
    const folder = mkdtempSync(join(tmpdir(), 'domi-gitops-'));
    try {
      const rows = await play(folder, quick ? QUICK_COUNT : COUNT);
      print(formatTable(['step', 'build, s', 'files written', 'served after, s', 'answers'], rows));
    } finally {
      rmSync(folder, { recursive: true });
    }
    return [];
  },
};

async function play(folder: string, count: number): Promise<string[][]> {
  const source = join(folder, 'tenants');
  mkdirSync(source);
  for (let number = 0; number < count; number += 1) writeTenant(source, `t${number}`, `t${number}`);
  const config = await createVolume(join(folder, 'config'));
  const secrets = await createVolume(join(folder, 'secrets'));
  const rows: string[][] = [];

  const first = await publish(folder, config, secrets);
  const domi = await startDomi({
    tokenEndpoint: 'https://unused.example.com/token',
    environment: { DOMI_CONFIG: config.path, DOMI_TENANT_SECRETS: secrets.path },
    place: 'anywhere',
    execArgv: ['--no-memory-pool-share-memory-on-teardown'],
  });

  async function step(name: string, ids: readonly string[], change: () => void, ...args: string[]) {
    change();
    const published = await publish(folder, config, secrets, ...args);
    const startedAt = performance.now();
    while ((await readHash(domi)) !== published.hash) await elapse(50);
    const seconds = (performance.now() - startedAt) / 1000;
    rows.push(await describeStep(name, ids, published, seconds, domi));
  }

  try {
    rows.push(await describeStep(`${count} tenants, start`, ['t0'], first, domi.readyAfter / 1000, domi));
    await step('one comes', ['newcomer'], () => writeTenant(source, 'newcomer', 'newcomer'));
    await step('one changes its address', ['t1', 'moved'], () => writeTenant(source, 't1', 'moved'));
    await step(
      'one has a fault, one changes',
      ['t2', 't3', 'third'],
      () => {
        writeFileSync(join(source, 't2.yaml'), 'publicurl: nonsense\n');
        writeTenant(source, 't3', 'third');
      },
      '--keep-going',
    );
    await step('one leaves', ['t2'], () => rmSync(join(source, 't2.yaml')));
  } finally {
    await domi.stop();
  }
  return rows;
}

function writeTenant(source: string, id: string, path: string): void {
  const app = (provider: string): string =>
    `  ${provider}:\n    clientId: { value: client-of-${id} }\n    clientSecret: { secret: ${provider} }\n`;
  writeFileSync(
    join(source, `${id}.yaml`),
    `publicUrl: https://${HOST}/${path}\ndisplayName: Tenant ${id}\nproviders:\n${PROVIDERS.map(app).join('')}`,
  );
}

interface Published {
  readonly hash: string;
  readonly buildSeconds: number;
  readonly filesWritten: number;
}

/** The command, and what `kubectl apply`, the External Secrets Operator and the kubelet make of its output. */
async function publish(
  folder: string,
  config: Volume,
  secrets: Volume,
  ...args: readonly string[]
): Promise<Published> {
  const output = join(folder, 'manifests');
  const startedAt = performance.now();
  const { stdout, status } = spawnSync(
    process.execPath,
    [
      ...[CLI, 'tenants', 'build', join(folder, 'tenants'), output, '--json'],
      ...['--secrets-folder', secrets.path, '--secret-store', 'vault', ...args],
    ],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const buildSeconds = (performance.now() - startedAt) / 1000;
  const report = JSON.parse(stdout);
  if (status !== 0 && !args.includes('--keep-going')) throw new Error(JSON.stringify(report.faults));
  const files = Object.fromEntries(
    readdirSync(output).map((name) => [name, readFileSync(join(output, name), 'utf8')]),
  );
  await secrets.publish(bundleSecrets(files, (key, property) => `${property} of ${key}`));
  await config.publish(readProviderFiles(files));
  return { hash: report.hash, buildSeconds, filesWritten: report.files.written.length };
}

async function readHash({ managementUrl }: DomiProcess): Promise<string | undefined> {
  const text = await (await fetch(`${managementUrl}/metrics`)).text();
  return /^domi_config_info\{hash="(\w+)"\} 1$/m.exec(text)?.[1];
}

async function describeStep(
  name: string,
  ids: readonly string[],
  { buildSeconds, filesWritten }: Published,
  seconds: number,
  { url }: DomiProcess,
): Promise<string[]> {
  // The start of a sign-in: 302 when the tenant is served, 404 when there is none, 503 when it has a fault.
  const answers = await Promise.all(
    ids.map(async (id) => {
      const { status } = await send(`${url}/${id}/dominoZoom/index.html`, { headers: { host: HOST } });
      return `/${id} ${status}`;
    }),
  );
  return [name, buildSeconds.toFixed(1), String(filesWritten), seconds.toFixed(1), answers.join(', ')];
}
