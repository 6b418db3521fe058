export type BodyObject = Readonly<Record<string, unknown>>;

/** A body as Notes interprets it. */
export type NotesBody =
  | { readonly kind: 'object'; readonly object: BodyObject }
  | { readonly kind: 'empty' | 'html' | 'not-json' };

/**
 * Parses a body as `NotesRESTconsumer` does: it removes line ends, even in strings; it takes the first object of an
 * array; it recognizes a page by its beginning and ignores the content type.
 */
export function parseBody(text: string): NotesBody {
  const stripped = text.replace(/[\r\n]/g, '');
  if (stripped === '') return { kind: 'empty' };
  if (/^<!doctype html>/i.test(stripped)) return { kind: 'html' };
  const value = unwrapArray(parseJson(stripped));
  return isJsonObject(value) ? { kind: 'object', object: value } : { kind: 'not-json' };
}

/** The string member of that name; a blank one counts as absent. */
export function readString(object: BodyObject, name: string): string | undefined {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unwrapArray(value: unknown): unknown {
  return Array.isArray(value) ? value.find(isJsonObject) : value;
}

function isJsonObject(value: unknown): value is BodyObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
