import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of tenants with four apps each, as an operator of many tenants would write it. */
export interface TenantFolder {
  /** For `DOMI_CONFIG`. */
  readonly path: string;
  /** Changes one file, the way editors and deployments do. */
  change(): void;
}

const PROVIDERS = ['zoom', 'teams', 'webex', 'gotomeeting'] as const;

/** A shard of 250 is some 170 KB: six of them fill a ConfigMap. */
const SHARD = 250;

/** Path tenants of one host: their addresses are `/t0` to `/t<count - 1>`. */
export const TENANT_HOST = 'domi.example.com';

/** Writes shards and one file for each client secret. */
export function writeTenantFolder(folder: string, count: number, tokenEndpoint: string): TenantFolder {
  const path = join(folder, 'shards');
  const secrets = join(folder, 'secrets');
  mkdirSync(path, { recursive: true });
  writeFileSync(
    join(path, '000-providers.yaml'),
    `providers:\n  zoom: { tokenEndpoint: "${tokenEndpoint}" }\n`,
  );
  for (let first = 0; first < count; first += SHARD) {
    const numbers = Array.from({ length: Math.min(SHARD, count - first) }, (_, index) => first + index);
    for (const number of numbers) writeSecrets(join(secrets, String(first)), number);
    const tenants = numbers.map((number) => describeTenant(number, join(secrets, String(first))));
    writeFileSync(join(path, `${String(first).padStart(6, '0')}.yaml`), `tenants:\n${tenants.join('')}`);
  }
  let changes = 0;
  return {
    path,
    change() {
      changes += 1;
      const file = join(path, '999-change.yaml');
      writeFileSync(
        `${file}.new`,
        `tenants: { t0: { publicUrl: "https://${TENANT_HOST}/t0", displayName: Change ${changes} } }\n`,
      );
      renameSync(`${file}.new`, file);
    },
  };
}

function writeSecrets(folder: string, number: number): void {
  mkdirSync(folder, { recursive: true });
  for (const id of PROVIDERS)
    writeFileSync(join(folder, `t${number}-${id}`), `secret-of-t${number}-at-${id}-0123456789\n`);
}

function describeTenant(number: number, secrets: string): string {
  const providers = PROVIDERS.map((id) => {
    const variables = id === 'teams' ? `        variables: { directory: t${number}.example.com }\n` : '';
    const secret = `{ file: ${join(secrets, `t${number}-${id}`)}, expiresAt: 2028-01-31 }`;
    return `      ${id}:\n${variables}        clientId: { value: client-of-t${number} }\n        clientSecret: ${secret}\n`;
  });
  return [
    `  t${number}:\n`,
    `    publicUrl: https://${TENANT_HOST}/t${number}\n`,
    `    displayName: Tenant ${number}\n`,
    `    providers:\n${providers.join('')}`,
  ].join('');
}
