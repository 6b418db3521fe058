import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DISK, readErrorCode } from '../config/files/disk.ts';
import { makeFolder } from '../config/files/make-folder.ts';
import { ConfigError } from '../config/report/config-error.ts';
import type { OutputFile } from './manifest-files.ts';
import { formatShard } from './shard-index.ts';

/** What has happened in the folder, as names of files. */
export interface WrittenOutput {
  readonly written: readonly string[];
  readonly deleted: readonly string[];
  readonly unchanged: number;
}

export interface OutputPlan {
  /** In the order of writing; the last one is the memory of this build, so an interrupted build is repeated. */
  readonly files: readonly OutputFile[];
  /** @throws ConfigError when the folder is not as it was when this build began */
  readonly checkUnchanged: () => void;
  readonly now: Date;
}

type ManifestKind = 'configmap' | 'external-secret';

export function nameManifest(kind: ManifestKind, index: number): string {
  return `${kind}-${formatShard(index)}.yaml`;
}

/** Files of an earlier build. Others in the folder are left alone. */
const OWN_NAME = /^(configmap|external-secret)-(\d{3})\.yaml$/;

const DRAFTS = '.build-';
/** Milliseconds after which drafts are those of a build that was killed. */
const ABANDONED = 3_600_000;

/** @returns how many shards there are in the folder, of whatever build */
export function countShards(folder: string): number {
  const names = attempt(() => listNames(folder));
  return Math.max(0, ...names.map((name) => Number(OWN_NAME.exec(name)?.[2] ?? -1) + 1));
}

/**
 * Writes what differs, and removes manifests of an earlier build that are none any more. Everything is written beside its place
 * first, so a folder that cannot be written stays as it was.
 * @throws ConfigError
 */
export function writeOutput(folder: string, plan: OutputPlan): WrittenOutput {
  return attempt(() => {
    makeFolder(folder);
    removeAbandoned(folder, plan.now);
    const drafts = mkdtempSync(join(folder, DRAFTS));
    try {
      return replaceFiles(folder, drafts, plan);
    } finally {
      rmSync(drafts, { recursive: true, force: true });
    }
  });
}

function replaceFiles(folder: string, drafts: string, { files, checkUnchanged }: OutputPlan): WrittenOutput {
  const names = new Set(files.map(({ name }) => name));
  const deleted = listNames(folder).filter((name) => OWN_NAME.test(name) && !names.has(name));
  const changed = files.filter(({ name, text }) => readOrNothing(join(folder, name)) !== text);
  for (const { name, text } of changed) writeFileSync(join(drafts, name), text);
  checkUnchanged();
  for (const { name } of changed) renameSync(join(drafts, name), join(folder, name));
  for (const name of deleted) rmSync(join(folder, name));
  return { written: changed.map(({ name }) => name), deleted, unchanged: files.length - changed.length };
}

function attempt<T>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const message = `cannot be written (${readErrorCode(error)})`;
    throw new ConfigError([{ where: 'OUT', message, code: 'output_unwritable' }]);
  }
}

/** The folder of another build that is at work may go meanwhile. */
function removeAbandoned(folder: string, now: Date): void {
  for (const name of listNames(folder).filter((name) => name.startsWith(DRAFTS))) {
    const path = join(folder, name);
    const time = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (time !== undefined && now.getTime() - time > ABANDONED)
      rmSync(path, { recursive: true, force: true });
  }
}

function listNames(folder: string): string[] {
  return orNothing(() => readdirSync(folder)) ?? [];
}

function readOrNothing(path: string): string | undefined {
  return orNothing(() => DISK.read(path).toString('utf8'));
}

/** Anything but an absent file is an error: a folder in its place, for example. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
