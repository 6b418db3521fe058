import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDomiCheck } from '../../src/check/domi-check.ts';
import { createClientProver } from '../../src/client-authentication/client-prover.ts';
import { readBelow } from '../../src/config/files/read-below.ts';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { createDocumentFetcher } from '../../src/upstream/document-fetcher.ts';
import { createSenders, type UpstreamTimeouts } from '../../src/upstream/senders.ts';
import { INSECURE } from '../helpers/scripted-provider.ts';

export interface CheckRun {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CheckInput {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Content of the provider file, given as the path; its name is replaced by FILE in the output. */
  readonly file?: string | object;
  readonly isTTY?: boolean;
  readonly timeouts?: Partial<UpstreamTimeouts>;
}

/** `domi check` as the command line runs it, in this process. */
export async function runCheck(input: CheckInput): Promise<CheckRun> {
  const folder = mkdtempSync(join(tmpdir(), 'domi-check-'));
  const path = join(folder, 'providers.yaml');
  const { file, args = [], environment = {} } = input;
  if (file !== undefined) writeFileSync(path, typeof file === 'string' ? file : JSON.stringify(file));
  const stdout: string[] = [];
  const stderr: string[] = [];
  let exitCode: number | undefined;
  const command = createDomiCheck({
    environment: { ...INSECURE, ...environment },
    stdout: { write: (text) => stdout.push(text) },
    stderr: { write: (text) => stderr.push(text), isTTY: input.isTTY === true },
    prove: createClientProver({ now: () => new Date(), readFile: readBelow }),
    now: () => new Date(),
    createSend: ({ proxies, allowInsecureProviders }) =>
      createSenders({
        userAgent: 'test',
        clock: SYSTEM_CLOCK,
        proxies,
        allowPrivateAddresses: allowInsecureProviders,
        timeouts: input.timeouts,
      }).authorization_code,
    createFetchDocument: ({ proxies, allowInsecureProviders }) =>
      createDocumentFetcher({ userAgent: 'test', proxies, allowPrivateAddresses: allowInsecureProviders }),
    setExitCode: (code) => {
      exitCode = code;
    },
  });
  await command.parseAsync([...(file === undefined ? [] : [path]), ...args], { from: 'user' });
  rmSync(folder, { recursive: true });
  return { exitCode, stdout: stdout.join('').replaceAll(path, 'FILE'), stderr: stderr.join('') };
}
