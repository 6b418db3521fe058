import { type Disk, type LocatedFile, readErrorCode, TOO_LARGE } from '../files/disk.ts';
import { decodeFile } from '../settings/decode-file.ts';
import { showPath } from '../settings/read-secret-file.ts';
import { stripResidue } from '../settings/strip-residue.ts';
import type { SourceValue } from './credential-source.ts';
import { findByPointer } from './find-by-pointer.ts';

/** JSON files that hold many secrets each. */
export interface SecretBundles {
  /** @param name of the pointer and its file, for a fault */
  find(file: string, pointer: string, name: string): SourceValue;
}

interface Bundle {
  readonly document?: unknown;
  readonly location?: string;
  readonly fault?: string;
}

/** Bytes. Far above a Kubernetes object (1 MiB). */
const MAX_BUNDLE = 16 * 1024 * 1024;

/** Reads and parses each file once, however many sources point into it. */
export function createSecretBundles(disk: Disk): SecretBundles {
  const bundles = new Map<string, Bundle>();

  function read(file: string): Bundle {
    try {
      return parseBundle(file, disk.readOrdinary(file, MAX_BUNDLE));
    } catch (error) {
      const code = readErrorCode(error);
      if (code === TOO_LARGE) return { fault: `${showPath(file)} is larger than 16 MiB` };
      return { fault: `cannot read ${showPath(file)} (${code})` };
    }
  }

  return {
    find(file, pointer, name) {
      const bundle = bundles.get(file) ?? read(file);
      bundles.set(file, bundle);
      const { document, location, fault } = bundle;
      if (fault !== undefined) return { fault };
      const value = findByPointer(document, pointer);
      if (value === undefined) return { fault: `there is nothing at ${name}`, location };
      if (typeof value !== 'string') return { fault: `${name} is not text`, location };
      return stripResidue(value) === ''
        ? { fault: `${name} is empty`, location }
        : { value: stripResidue(value), location };
    },
  };
}

function parseBundle(file: string, { content, location }: LocatedFile): Bundle {
  const text = decodeFile(content);
  if (text === undefined)
    return { fault: `${showPath(file)} is not text in UTF-8: save it with that encoding` };
  try {
    return { document: JSON.parse(stripResidue(text)), location };
  } catch {
    // The message of the parser quotes the text.
    return { fault: `${showPath(file)} is not JSON, which a pointer needs` };
  }
}
