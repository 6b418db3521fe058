import type { Provider, TokenErrorRule, TokenResponsePointers } from '../oauth/provider.ts';
import type { ProviderRecord } from '../providers/provider-record.ts';
import type { Credentials } from './credentials.ts';
import { findEndpointFault } from './endpoint-fault.ts';

const ENDPOINTS = [
  'authorizationEndpoint',
  'tokenEndpoint',
  'refreshEndpoint',
  'revocationEndpoint',
  'manageUrl',
] as const;

const REQUIRED = ['path', 'callback', 'authorizationEndpoint', 'tokenEndpoint'] as const;

export interface BuildOptions {
  readonly allowInsecure: boolean;
  /** Takes what is wrong with a field. */
  readonly fault: (field: keyof ProviderRecord, message: string) => void;
}

/**
 * Makes a complete provider of a merged record: defaults, variables, cross-field rules.
 * @returns undefined when a fault was reported
 */
export function buildProvider(
  id: string,
  record: ProviderRecord,
  credentials: Credentials,
  options: BuildOptions,
): Provider | undefined {
  let isSound = true;
  const fault: BuildOptions['fault'] = (field, message) => {
    isSound = false;
    options.fault(field, message);
  };

  for (const field of REQUIRED) {
    if (record[field] === undefined) fault(field, `${id}.${field} is missing`);
  }
  if (record.revocation === 'rfc7009' || record.revocation === 'query') {
    if (record.revocationEndpoint === undefined) {
      fault('revocation', `${id}.revocation is ${record.revocation}, but there is no revocationEndpoint`);
    }
  }
  const endpoints: Partial<Record<(typeof ENDPOINTS)[number], string>> = {};
  for (const field of ENDPOINTS) {
    const template = record[field];
    if (template === undefined) continue;
    const url = fillVariables(template, record.variables ?? {}, (name) =>
      fault(field, `${id}.${field} uses {${name}}, which is not among its variables`),
    );
    if (url === undefined) continue;
    const problem = field === 'manageUrl' ? undefined : findEndpointFault(url, options.allowInsecure);
    if (problem) fault(field, `${id}.${field} ${problem}`);
    endpoints[field] = url;
  }

  const { authorizationEndpoint, tokenEndpoint, ...optionalEndpoints } = endpoints;
  const { path, callback } = record;
  if (!isSound || !path || !callback || !authorizationEndpoint || !tokenEndpoint) return undefined;
  return Object.freeze({
    ...optionalEndpoints,
    id,
    path,
    callback,
    authorizationEndpoint,
    tokenEndpoint,
    label: record.label ?? id,
    ...(record.issuer !== undefined && { issuer: record.issuer }),
    revocation: record.revocation ?? 'none',
    tokenEndpointAuthMethod: record.tokenEndpointAuthMethod ?? 'client_secret_basic',
    requestFormat: record.requestFormat ?? 'form',
    pkce: record.pkce ?? 'S256',
    scopes: record.scopes ?? [],
    scopeSeparator: record.scopeSeparator ?? ' ',
    requiredScopes: record.requiredScopes ?? [],
    authorizationParams: record.authorizationParams ?? {},
    tokenParams: record.tokenParams ?? {},
    refreshParams: record.refreshParams ?? {},
    tokenResponse: (record.tokenResponse ?? {}) as TokenResponsePointers,
    tokenErrors: (record.tokenErrors ?? []) as readonly TokenErrorRule[],
    // The kind that forgives least is assumed of a service of which nothing is known.
    refreshTokenRotation: record.refreshTokenRotation ?? 'single-use',
    clientId: credentials.clientId,
    clientSecrets: credentials.clientSecrets,
  });
}

function fillVariables(
  template: string,
  variables: Readonly<Record<string, string>>,
  unknown: (name: string) => void,
): string | undefined {
  let isComplete = true;
  const url = template.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    if (Object.hasOwn(variables, name)) return variables[name] ?? '';
    isComplete = false;
    unknown(name);
    return '';
  });
  return isComplete ? url : undefined;
}
