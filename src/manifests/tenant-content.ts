import { parseSourceFiles } from '../config/files/parse-source-files.ts';
import { createFaultList } from '../config/report/fault-list.ts';
import type { SourceFile } from '../config/report/place.ts';
import { digestRecord } from './output-lock.ts';
import { linkSecrets, type NamedSecret } from './secret-links.ts';
import { chooseShard } from './shard-index.ts';

/** A tenant as the pods will read it. */
export interface TenantContent {
  readonly id: string;
  readonly shard: number;
  /** Its record in JSON, on one line. */
  readonly json: string;
  /** Of the record as it is written, wherever its secrets are. */
  readonly digest: string;
  readonly secrets: readonly NamedSecret[];
}

export interface Sharding {
  readonly count: number;
  /** Where the pods have the bundles of secrets. */
  readonly secretsFolder: string;
}

/** @returns undefined when the file cannot be parsed */
export function readContent(id: string, file: SourceFile, sharding: Sharding): TenantContent | undefined {
  const faults = createFaultList();
  const [parsed] = parseSourceFiles([file], faults);
  if (parsed === undefined || !faults.isEmpty) return undefined;
  const { record, linked, secrets, shard } = linkContent(id, parsed.content, sharding);
  return { id, shard, json: toLine(linked), digest: digestRecord(toLine(record)), secrets };
}

/** Replaces the secrets that the file of a tenant names; other provider files stay as they are. */
export function linkFile(content: unknown, file: SourceFile, sharding: Sharding): unknown {
  const [section, id] = file.at ?? [];
  if (section === undefined || id === undefined) return content;
  return { tenants: { [id]: linkContent(id, content, sharding).linked } };
}

function linkContent(id: string, content: unknown, { count, secretsFolder }: Sharding) {
  const record = (content as { tenants?: Record<string, unknown> }).tenants?.[id];
  const shard = chooseShard(id, count);
  const { record: linked, secrets } = linkSecrets(record, { tenantId: id, shard, folder: secretsFolder });
  return { record, linked, secrets, shard };
}

/** JSON in ASCII: some characters of Unicode end a line of YAML. */
function toLine(record: unknown): string {
  return JSON.stringify(record).replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
