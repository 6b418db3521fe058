import { Command, InvalidArgumentError, Option } from 'commander';
import { checkPathArgument } from '../config/check-path-argument.ts';
import type { WayOut } from '../config/load-way-out.ts';
import type { Environment } from '../config/settings/environment.ts';
import type { FetchDocument } from '../upstream/document-fetcher.ts';
import type { KeyType } from './make-key.ts';

/** The part of `process` that the command uses. */
export interface OnboardHost {
  readonly environment: Environment;
  readonly stdout: { write(text: string): unknown };
  readonly now: () => Date;
  readonly readWayOut: () => WayOut;
  readonly createFetchDocument: (way: WayOut) => FetchDocument;
  setExitCode(code: number): void;
}

interface OnboardArguments {
  readonly url?: string;
  readonly json: boolean;
  readonly fromIssuer?: string;
  readonly id?: string;
  readonly makeKey?: string;
  readonly keyType: KeyType;
  readonly selfSigned?: number;
}

const HELP = `
Exit codes: 0 nothing is missing, 1 something is, 69 a server publishes no metadata, 73 a file cannot be made, 78 the
configuration has faults, or would have them with what is asked for.
`;

export function createOnboardCommand(host: OnboardHost): Command {
  return new Command('onboard')
    .description('print what a new customer enters where, and what is still missing')
    .argument('[tenant]', 'id of the tenant; omit it for a service without tenants')
    .option('--url <address>', 'public URL of a tenant that is not in the provider file yet')
    .option('--json', 'print JSON instead of text', false)
    .option('--from-issuer <url>', 'print a provider record that is drafted from the metadata of this issuer')
    .option('--id <id>', 'id of the drafted record', parseId)
    .option(
      '--make-key <folder>',
      'make a private key and a certificate request in this folder',
      checkPathArgument,
    )
    .addOption(new Option('--key-type <type>', 'kind of key').choices(['rsa', 'p256']).default('rsa'))
    .option('--self-signed <days>', 'make a certificate as well, which is valid for so many days', parseDays)
    .addHelpText('after', HELP)
    .action(async (tenant: string | undefined, options: OnboardArguments) => {
      host.setExitCode(await run(host, tenant, options));
    });
}

/** The files are loaded on demand: `domi serve` does not need them. */
async function run(
  host: OnboardHost,
  tenant: string | undefined,
  options: OnboardArguments,
): Promise<number> {
  const { url, json, fromIssuer, id, makeKey, keyType, selfSigned } = options;
  const write = (text: string): void => void host.stdout.write(text);
  if (makeKey !== undefined) {
    const { runMakeKey } = await import('./run-make-key.ts');
    const commonName = tenant === undefined ? 'domi' : `domi ${tenant}`;
    return runMakeKey({
      folder: makeKey,
      type: keyType,
      commonName,
      days: selfSigned,
      now: host.now(),
      write,
    });
  }
  const fetchDocument = host.createFetchDocument(host.readWayOut());
  if (fromIssuer !== undefined) {
    const { runDraftRecord } = await import('./run-draft-record.ts');
    return runDraftRecord({
      environment: host.environment,
      issuer: fromIssuer,
      id,
      json,
      fetchDocument,
      write,
    });
  }
  const { runOnboard } = await import('./run-onboard.ts');
  return runOnboard({ environment: host.environment, tenant, url, json, fetchDocument, write });
}

function parseId(text: string): string {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(text))
    throw new InvalidArgumentError('It must be a lower-case letter, then lower-case letters, digits and -.');
  return text;
}

function parseDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3650)
    throw new InvalidArgumentError('It must be a whole number from 1 to 3650.');
  return days;
}
