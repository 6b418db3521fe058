import type { PackedTexts } from './packed-texts.ts';

/** A record of what was read, and enough to see whether it has changed. */
export interface Snapshot {
  /** Every file and folder that was read, including missing ones. */
  readonly paths: PackedTexts;
  /** Hash over their signatures, each taken just before the read. */
  readonly signature: string;
  /** Folders to watch for changes of these paths; only the first ones if there are many. */
  readonly folders: readonly string[];
  /** Digest of the contents: equal if nothing relevant has changed. */
  readonly digest: string;
}
