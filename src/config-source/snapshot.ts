/** What was read, and enough to see whether reading again would find the same. */
export interface Snapshot {
  /** The signature of each file and folder just before it was read, those included that are missing. */
  readonly signatures: ReadonlyMap<string, string>;
  /** Folders in which a change of these shows: the first few of many. */
  readonly folders: readonly string[];
  /** Of the contents: equal when nothing has changed that matters. */
  readonly digest: string;
}
