export type JsonObject = Readonly<Record<string, unknown>>;

/** What Notes makes of a body. */
export type NotesBody =
  | { readonly kind: 'object'; readonly object: JsonObject }
  | { readonly kind: 'empty' | 'html' | 'not-json' };

/**
 * Reads a body as `NotesRESTconsumer` does: line ends go, even inside of strings; an array gives its first object;
 * a page is told by how it starts, whatever its content type says.
 */
export function readBody(text: string): NotesBody {
  const stripped = text.replace(/[\r\n]/g, '');
  if (stripped === '') return { kind: 'empty' };
  if (/^<!doctype html>/i.test(stripped)) return { kind: 'html' };
  const value = unwrapArray(parseJson(stripped));
  return isJsonObject(value) ? { kind: 'object', object: value } : { kind: 'not-json' };
}

/** The string at a name of the root, as the JSON pointer `/name` finds it; blank is absent. */
export function readString(object: JsonObject, name: string): string | undefined {
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

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
