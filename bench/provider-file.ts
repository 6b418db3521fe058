import { randomBytes } from 'node:crypto';
import { loadAll } from 'js-yaml';
import { validateConfig } from '../src/config/load-config.ts';
import { createMemoryDisk } from '../test/helpers/validate-text.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { formatTable } from './table.ts';

const IDS = ['zoom', 'teams', 'webex', 'gotomeeting'];
const TENANTS_PER_FILE = 100;

/** Twice the time per tenant at ten times the tenants is not linear any more. */
const MAX_GROWTH = 2;

/** The cost of reading and validating a provider file by number of tenants, compared with the parser alone. */
export const bench: Bench = {
  title: 'reading and validating the provider file, by number of tenants',
  async run({ quick, print }: BenchOptions) {
    const numbers = quick ? [1000, 4000] : [1000, 10_000, 50_000];
    validate(makeFiles(500, true));
    const rows = numbers.map((number) => {
      const own = makeFiles(number, true);
      const parsing = measure(() => Object.values(own).map((text) => loadAll(text)));
      const validating = measure(() => validate(own));
      const shared = makeFiles(number, false);
      const sharing = measure(() => validate(shared));
      return { number, parsing, validating, sharing };
    });
    print(
      formatTable(
        [
          'tenants x 4',
          'parser alone, CPU s',
          'validated, CPU s',
          'ms per 1,000',
          'ratio to parser',
          'shared app, CPU s',
        ],
        rows.map(({ number, parsing, validating, sharing }) => [
          String(number),
          parsing.toFixed(2),
          validating.toFixed(2),
          ((validating / number) * 1e6).toFixed(0),
          (validating / parsing).toFixed(1),
          sharing.toFixed(2),
        ]),
      ),
    );
    const perTenant = rows.map(({ validating, number }) => validating / number);
    const growth = (perTenant.at(-1) ?? 0) / (perTenant[0] ?? 1);
    print(`\nThe last row takes ${growth.toFixed(2)} times as long per tenant as the first.`);
    return growth > MAX_GROWTH ? [`time per tenant grows with their number: ${growth.toFixed(2)} times`] : [];
  },
};

/** @param isOwn whether each tenant has its own apps and secrets, or uses the shared ones */
function makeFiles(number: number, isOwn: boolean): Record<string, string> {
  const files: Record<string, string> = {};
  for (let first = 0; first < number; first += TENANTS_PER_FILE) {
    const tenants = Array.from({ length: Math.min(TENANTS_PER_FILE, number - first) }, (_, index) =>
      makeTenant(first + index, isOwn),
    );
    files[`folder/${String(first).padStart(6, '0')}.yaml`] = `tenants:\n${tenants.join('')}`;
  }
  return files;
}

function makeTenant(index: number, isOwn: boolean): string {
  const providers = IDS.map((id) => {
    if (!isOwn) return `      ${id}: {}\n`;
    const variables = id === 'teams' ? `        variables: { directory: d${index}.example }\n` : '';
    const credentials = `        clientId: { value: id-${index} }\n        clientSecret: { env: SECRET_${index} }\n`;
    return `      ${id}:\n${variables}${credentials}`;
  });
  const url = `https://domi.example.com/t${index}`;
  return `  t${index}:\n    publicUrl: ${url}\n    displayName: Tenant ${index}\n    providers:\n${providers.join('')}`;
}

/** An environment in which every variable is set. */
const ENVIRONMENT = new Proxy<Record<string, string>>(
  { DOMI_CONFIG: 'folder', DOMI_SEAL_KEYS: `k:${randomBytes(32).toString('base64url')}` },
  {
    get: (target, name) =>
      target[String(name)] ??
      (/^SECRET_\d+$|_CLIENT_(ID|SECRET)$/.test(String(name)) ? String(name) : undefined),
  },
);

function validate(files: Record<string, string>): void {
  const bytes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));
  const names = Object.keys(bytes);
  const disk = {
    ...createMemoryDisk(bytes),
    isFolder: () => true,
    list: () => names.map((name) => name.slice('folder/'.length)),
  };
  validateConfig(ENVIRONMENT, { disk });
}

/** @returns seconds of CPU time, which a busy machine changes less than elapsed time */
function measure(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
