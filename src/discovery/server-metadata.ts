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

/** Parses a metadata document. Members of another type than the standard's are left out. */
export function parseServerMetadata(text: string): ServerMetadata | undefined {
  const document = parseObject(text);
  if (document === undefined || typeof document['issuer'] !== 'string') return undefined;
  const found: Record<string, unknown> = {};
  for (const name of TEXTS) if (typeof document[name] === 'string') found[name] = document[name];
  for (const name of LISTS) {
    const value = document[name];
    if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) found[name] = value;
  }
  const sendsIss = document['authorization_response_iss_parameter_supported'];
  if (typeof sendsIss === 'boolean') found['authorization_response_iss_parameter_supported'] = sendsIss;
  return found as unknown as ServerMetadata;
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
