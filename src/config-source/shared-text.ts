/** Text that several threads read: it is handed over without a copy, which megabytes of it would take time for. */
export type SharedText = SharedArrayBuffer;

export function shareText(text: string): SharedText {
  const octets = Buffer.byteLength(text);
  const shared = new SharedArrayBuffer(octets);
  Buffer.from(shared).write(text);
  return shared;
}

export function readText(shared: SharedText): string {
  return Buffer.from(shared).toString();
}

/** No path and no id holds one. */
const SEPARATOR = '\0';

export function shareList(items: readonly string[]): SharedText {
  return shareText(items.join(SEPARATOR));
}

export function readList(shared: SharedText): string[] {
  return shared.byteLength === 0 ? [] : readText(shared).split(SEPARATOR);
}
