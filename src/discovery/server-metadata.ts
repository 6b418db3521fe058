/** The members of the metadata that a record can say as well (RFC 8414 section 2, RFC 9207 section 3). */
export interface ServerMetadata {
  readonly issuer: string;
  readonly authorization_endpoint?: string;
  readonly token_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly token_endpoint_auth_methods_supported?: readonly string[];
  readonly token_endpoint_auth_signing_alg_values_supported?: readonly string[];
  readonly code_challenge_methods_supported?: readonly string[];
  readonly scopes_supported?: readonly string[];
  readonly grant_types_supported?: readonly string[];
  readonly authorization_response_iss_parameter_supported?: boolean;
}

const TEXTS = ['issuer', 'authorization_endpoint', 'token_endpoint', 'revocation_endpoint'] as const;

const LISTS = [
  'token_endpoint_auth_methods_supported',
  'token_endpoint_auth_signing_alg_values_supported',
  'code_challenge_methods_supported',
  'scopes_supported',
  'grant_types_supported',
] as const;

/** Neither a URL nor a name of the standard has them, and text from outside must not control the terminal. */
const UNPRINTABLE = /\p{C}/u;

/** Parses a metadata document. Members of another type than the standard's are left out, and unprintable ones. */
export function parseServerMetadata(text: string): ServerMetadata | undefined {
  const document = parseObject(text);
  if (document === undefined || !isPrintable(document['issuer'])) return undefined;
  const found: Record<string, unknown> = {};
  for (const name of TEXTS) if (isPrintable(document[name])) found[name] = document[name];
  for (const name of LISTS) {
    const value = document[name];
    if (Array.isArray(value) && value.every(isPrintable)) found[name] = value;
  }
  const sendsIss = document['authorization_response_iss_parameter_supported'];
  if (typeof sendsIss === 'boolean') found['authorization_response_iss_parameter_supported'] = sendsIss;
  return found as unknown as ServerMetadata;
}

function isPrintable(value: unknown): value is string {
  return typeof value === 'string' && !UNPRINTABLE.test(value);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const document: unknown = JSON.parse(text);
    const isObject = typeof document === 'object' && document !== null && !Array.isArray(document);
    return isObject ? (document as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
