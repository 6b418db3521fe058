import { type JsonObject, parseJsonObject } from './json-object.ts';
import type { ProviderResponse } from './provider-response.ts';

/** Some services, and DOMI 1.x with them, take a form for a token response. Only these types can be one. */
const FORM_TYPES: ReadonlySet<string> = new Set(['application/x-www-form-urlencoded', 'text/plain']);
const HTML_TYPES: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml']);

/** What a form never contains unencoded. */
const NO_FORM = /[\s<>{}]/;

/**
 * Parses the members of a response. The body decides, not its type: many services send JSON as `text/html`.
 * @returns undefined when it is neither a JSON object nor a form
 */
export function parseResponseBody(response: ProviderResponse): JsonObject | undefined {
  return parseJsonObject(response.body) ?? parseForm(response);
}

/** Whether a page for people arrived, for example from a proxy on the way. Only for bodies that are not JSON. */
export function isHtmlPage(response: ProviderResponse): boolean {
  return response.body.trimStart().startsWith('<') || HTML_TYPES.has(readMediaType(response));
}

function parseForm(response: ProviderResponse): JsonObject | undefined {
  const text = response.body.trim();
  if (!FORM_TYPES.has(readMediaType(response)) || NO_FORM.test(text)) return undefined;
  const form = new URLSearchParams(text);
  return form.has('access_token') || form.has('error') ? Object.fromEntries(form) : undefined;
}

function readMediaType({ contentType = '' }: ProviderResponse): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}
