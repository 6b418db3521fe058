import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import type { Profile, ProfileStore } from './profile-store.ts';

type Profiles = Record<string, Profile>;

/**
 * A JSON file with one profile for each service. As in Notes, there is no lock against concurrent use of a
 * profile.
 */
export function createFileProfileStore(path: string, serviceId: string): ProfileStore {
  return {
    async load() {
      return (await readProfiles(path))[serviceId] ?? {};
    },
    async save(profile) {
      const others = Object.entries(await readProfiles(path)).filter(([id]) => id !== serviceId);
      const isEmpty = Object.keys(profile).length === 0;
      const profiles = Object.fromEntries(isEmpty ? others : [...others, [serviceId, profile]]);
      await replaceFile(path, `${JSON.stringify(profiles, null, 2)}\n`);
    },
  };
}

async function readProfiles(path: string): Promise<Profiles> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
  const profiles = parseProfiles(text);
  // The message does not quote the text, which may be a token that a user saved there.
  if (profiles === undefined) throw new Error(`${path} is not a profile file; it was not changed`);
  return profiles;
}

function parseProfiles(text: string): Profiles | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && Object.values(value).every(isProfile) ? (value as Profiles) : undefined;
  } catch {
    return undefined;
  }
}

function isProfile(value: unknown): value is Profile {
  return isObject(value) && Object.values(value).every((member) => typeof member === 'string');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A single-use token that is lost here is lost for good, so the new file is complete before it replaces the old one.
 * Its mode is set on creation, so that other users can never read the tokens.
 */
async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
