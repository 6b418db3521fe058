import type { PackedPairs } from './packed-pairs.ts';

/** A record of what was read, and enough to see whether it has changed. */
export interface Snapshot {
  /** The signature of each file and folder just before it was read, including missing ones. */
  readonly signatures: PackedPairs;
  /** Folders to watch for changes of these paths; only the first ones if there are many. */
  readonly folders: readonly string[];
  /** Digest of the contents: equal if nothing relevant has changed. */
  readonly digest: string;
}
