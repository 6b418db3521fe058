import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTenantsCommand } from '../../src/manifests/tenants-command.ts';
import { readProviderFiles } from './read-provider-files.ts';

export interface BuildRun {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  // biome-ignore lint/suspicious/noExplicitAny: the report is looked into at will
  readonly report: any;
}

/** A repository of tenants, and the folder of its manifests. */
export interface TenantRepository {
  readonly source: string;
  readonly output: string;
  /** Writes files below the folder of tenants; undefined deletes one. */
  write(files: Readonly<Record<string, string | undefined>>): void;
  build(...args: readonly string[]): Promise<BuildRun>;
  /** Does something at each line of progress. */
  buildWhile(onProgress: (line: string) => unknown, ...args: readonly string[]): Promise<BuildRun>;
  /** Into another folder. */
  buildInto(folder: string, ...args: readonly string[]): Promise<BuildRun>;
  /** The provider files that a pod would have, by name. */
  readProviderFiles(): Record<string, string>;
  readOutput(): Record<string, string>;
  remove(): void;
}

export function createTenantRepository(
  environment: Readonly<Record<string, string>> = {},
  now = new Date('2026-11-26T12:00:00Z'),
): TenantRepository {
  const root = mkdtempSync(join(tmpdir(), 'domi-manifests-'));
  const source = join(root, 'tenants');
  const output = join(root, 'manifests');
  mkdirSync(source);

  const readOutput = (): Record<string, string> =>
    Object.fromEntries(readdirSync(output).map((name) => [name, readFileSync(join(output, name), 'utf8')]));

  async function run(
    args: readonly string[],
    folder = output,
    onProgress: (line: string) => unknown = () => undefined,
  ): Promise<BuildRun> {
    const stdout: string[] = [];
    const stderr: string[] = [];
    let exitCode: number | undefined;
    const command = createTenantsCommand({
      environment,
      stdout: { write: (text) => stdout.push(text) },
      stderr: {
        write: (text) => {
          stderr.push(text);
          onProgress(text);
        },
      },
      now: () => now,
      setExitCode: (code) => {
        exitCode = code;
      },
      exit: (code) => {
        throw new Error(`exit ${code}`);
      },
    });
    await command.parseAsync(['build', source, folder, ...args], { from: 'user' });
    const text = stdout.join('').replaceAll(root, '');
    const report = args.includes('--json') ? JSON.parse(text) : undefined;
    return { exitCode, stdout: text, stderr: stderr.join(''), report };
  }

  return {
    source,
    output,
    readOutput,
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        const path = join(source, name);
        mkdirSync(dirname(path), { recursive: true });
        if (text === undefined) rmSync(path);
        else writeFileSync(path, text);
      }
    },
    build: (...args) => run(args),
    buildWhile: (onProgress, ...args) => run(args, output, onProgress),
    buildInto: (folder, ...args) => run(args, folder),
    readProviderFiles: () => readProviderFiles(readOutput()),
    remove: () => rmSync(root, { recursive: true }),
  };
}

/** The record of a tenant with the shared app of Zoom, and an app of its own at Teams. */
export function describeTenant(id: string, more = ''): string {
  return `publicUrl: https://d.example.com/${id}
providers:
  zoom: {}
  teams:
    clientId: { value: client-of-${id} }
    clientSecret: { secret: teams }
${more}`;
}

export function describeTenants(count: number): Record<string, string> {
  const ids = Array.from({ length: count }, (_, index) => `t${index}`);
  return Object.fromEntries(ids.map((id) => [`${id}.yaml`, describeTenant(id)]));
}
