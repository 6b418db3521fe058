import type { JsonObject } from './json-object.ts';

/**
 * Error numbers of known families: Microsoft Entra ID, Azure AD B2C, AD FS, RingCentral. A fixed prefix and digits, so that
 * no text of a provider can pass for one.
 */
const FAMILY = /\b(?:AADSTS|AADB2C|MSIS|OAU-|CMN-|AGW-)\d{2,8}\b/;
/** Zoom writes its OAuth errors 4700 to 4799 in brackets behind the text, also as `(4,702)`. */
const ZOOM = /\(4,?(7\d\d)\)/;

const TEXTS = ['error_description', 'reason', 'message'] as const;
/** Only JSON numbers: a `code` that is a text may be the authorization code. */
const NUMBERS = ['error_code', 'errorCode', 'code'] as const;
const MAX_NUMBER = 9_999_999;

/**
 * Finds the number by which the provider's documentation explains an error, in the members where services have it.
 * @returns for example `AADSTS7000222`, `OAU-213`, `4702`
 */
export function findErrorNumber(body: JsonObject): string | undefined {
  return (
    findFirst(TEXTS, (name) => findInText(body[name])) ??
    findFirst(NUMBERS, (name) => toNumber(body[name])) ??
    toNumber(readFirst(body.error_codes)) ??
    toNumber(readErrorCode(readFirst(body.errors)))
  );
}

function findInText(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const family = FAMILY.exec(text)?.[0];
  if (family !== undefined) return family;
  const zoom = ZOOM.exec(text)?.[1];
  return zoom && `4${zoom}`;
}

/** RingCentral lists its numbers below `errors`, beside the members of RFC 6749. */
function readErrorCode(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null ? (entry as JsonObject).errorCode : undefined;
}

function toNumber(value: unknown): string | undefined {
  if (typeof value === 'string') return FAMILY.exec(value)?.[0];
  const isNumber = typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_NUMBER;
  return isNumber ? String(value) : undefined;
}

function readFirst(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function findFirst<T>(names: readonly T[], find: (name: T) => string | undefined): string | undefined {
  for (const name of names) {
    const found = find(name);
    if (found !== undefined) return found;
  }
  return undefined;
}
