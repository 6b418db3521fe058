import type { PackedTexts } from './packed-texts.ts';

/** A record of what was read, and enough to see whether it has changed. */
export interface Snapshot {
  /** Every file and folder that was read, including missing ones, and the places on the way to files of secrets. */
  readonly paths: PackedTexts;
  /** Hash over their signatures, each taken just before the read. */
  readonly signature: string;
  /** Folders to watch for changes of these paths; only the first ones if there are many. */
  readonly folders: readonly string[];
  /** Digest of the contents and of what validation made of them: equal if nothing relevant has changed. */
  readonly digest: string;
  /** When the result changes with the date, though no path does: milliseconds since 1970; undefined: never. */
  readonly holdsUntil: number | undefined;
}
