import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputFile } from './manifest-files.ts';
import { formatShard } from './shard-index.ts';

/** What has happened in the folder, as names of files. */
export interface WrittenOutput {
  readonly written: readonly string[];
  readonly deleted: readonly string[];
  readonly unchanged: number;
}

type ManifestKind = 'configmap' | 'external-secret';

export function nameManifest(kind: ManifestKind, index: number): string {
  return `${kind}-${formatShard(index)}.yaml`;
}

/** Files of an earlier build. Others in the folder are left alone. */
const OWN_NAME = /^(configmap|external-secret)-\d{3}\.yaml$/;

/**
 * Writes what differs, and removes manifests of an earlier build that are none any more.
 * @param files in the order of writing; the last one is the memory of this build, so an interrupted build is repeated
 */
export function writeOutput(folder: string, files: readonly OutputFile[]): WrittenOutput {
  mkdirSync(folder, { recursive: true });
  const names = new Set(files.map(({ name }) => name));
  const deleted = readdirSync(folder).filter((name) => OWN_NAME.test(name) && !names.has(name));
  const written = files.filter((file) => replaceFile(folder, file)).map(({ name }) => name);
  for (const name of deleted) rmSync(join(folder, name));
  return { written, deleted, unchanged: files.length - written.length };
}

/** @returns whether the content has changed */
function replaceFile(folder: string, { name, text }: OutputFile): boolean {
  const path = join(folder, name);
  if (readOrNothing(path) === text) return false;
  const draft = join(folder, `.${name}.new`);
  writeFileSync(draft, text);
  renameSync(draft, path);
  return true;
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
