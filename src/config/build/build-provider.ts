import {
  PARAMETER_NAMES,
  type Provider,
  type TokenErrorRule,
  type TokenResponsePointers,
} from '../../oauth/provider.ts';
import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { Credentials } from './credentials-reader.ts';
import { fillParameters, fillVariables } from './fill-templates.ts';
import { findEndpointFault, findIssuerFault, findPageFault } from './find-endpoint-fault.ts';

const ENDPOINTS = [
  'authorizationEndpoint',
  'tokenEndpoint',
  'refreshEndpoint',
  'revocationEndpoint',
  'manageUrl',
  'consoleUrl',
  'adminConsentEndpoint',
] as const;

/** Opened by people, not called by us. */
const PAGES: readonly string[] = ['manageUrl', 'consoleUrl', 'adminConsentEndpoint'];

const PARAMETERS = ['authorizationParams', 'tokenParams', 'refreshParams'] as const;

/** Defaults that all providers hold together. */
const NONE: readonly never[] = Object.freeze([]);
const NO_POINTERS: TokenResponsePointers = Object.freeze({});

const REQUIRED = ['path', 'callback', 'authorizationEndpoint', 'tokenEndpoint'] as const;

export interface BuildOptions {
  readonly allowInsecure: boolean;
  /** Takes what is wrong with a field. */
  readonly fault: (field: keyof ProviderRecord, message: string) => void;
  /** A record that is only extended, or filled in by tenants: what it lacks is no fault yet. */
  readonly isBase?: boolean;
  /** Takes what is likely not meant. */
  readonly warn?: (field: keyof ProviderRecord, message: string) => void;
}

/**
 * Sixth stage: makes a complete provider of a merged record: defaults, variables, rules between fields.
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
    if (record[field] === undefined && !options.isBase) fault(field, `${id}.${field} is missing`);
  }
  if (record.revocation === 'rfc7009' || record.revocation === 'query') {
    if (record.revocationEndpoint === undefined) {
      fault('revocation', `${id}.revocation is ${record.revocation}, but there is no revocationEndpoint`);
    }
  }
  const variables = record.variables ?? {};
  const reportUnknown = (field: keyof ProviderRecord) => (name: string) => {
    if (!options.isBase) fault(field, `${id}.${field} uses {${name}}, which is not among its variables`);
  };
  const fill = (field: keyof ProviderRecord, template: string): string | undefined =>
    fillVariables(template, variables, reportUnknown(field));
  const fillAll = (field: (typeof PARAMETERS)[number]): Readonly<Record<string, string>> =>
    fillParameters(record[field], variables, reportUnknown(field));
  const endpoints: Partial<Record<(typeof ENDPOINTS)[number], string>> = {};
  for (const field of ENDPOINTS) {
    const template = record[field];
    if (template === undefined) continue;
    const url = fill(field, template);
    if (url === undefined) continue;
    if (/[{}]/.test(url))
      fault(field, `${id}.${field} has a brace that is not part of a {variable}: escape it as %7B or %7D`);
    const problem = PAGES.includes(field)
      ? findPageFault(url)
      : findEndpointFault(url, options.allowInsecure);
    if (problem) fault(field, `${id}.${field} ${problem}`);
    endpoints[field] = url;
  }
  const issuer = record.issuer === undefined ? undefined : fill('issuer', record.issuer);
  if (issuer !== undefined && findIssuerFault(issuer))
    fault('issuer', `${id}.issuer ${findIssuerFault(issuer)}`);
  if (record.authorizationResponseIssParameterSupported && record.issuer === undefined) {
    fault(
      'authorizationResponseIssParameterSupported',
      `${id} has no issuer to compare iss with: add issuer`,
    );
  }
  const authorizationParams = fillAll('authorizationParams');
  const tokenParams = fillAll('tokenParams');
  const refreshParams = fillAll('refreshParams');
  warnOfUnusedVariables(id, record, options);
  warnOfOwnParameters(id, record, options);

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
    ...(issuer !== undefined && { issuer }),
    authorizationResponseIssParameterSupported: record.authorizationResponseIssParameterSupported ?? false,
    revocation: record.revocation ?? 'none',
    tokenEndpointAuthMethod: record.tokenEndpointAuthMethod ?? 'client_secret_basic',
    basicCredentialsEncoding: record.basicCredentialsEncoding ?? 'form',
    requestFormat: record.requestFormat ?? 'form',
    pkce: record.pkce ?? 'S256',
    scopes: record.scopes ?? NONE,
    scopeSeparator: record.scopeSeparator ?? ' ',
    requiredScopes: (record.requiredScopes ?? NONE) as Provider['requiredScopes'],
    authorizationParams,
    tokenParams,
    refreshParams,
    parameterNames: record.parameterNames
      ? { ...PARAMETER_NAMES, ...record.parameterNames }
      : PARAMETER_NAMES,
    tokenResponse: (record.tokenResponse ?? NO_POINTERS) as TokenResponsePointers,
    tokenErrors: (record.tokenErrors ?? NONE) as readonly TokenErrorRule[],
    // The kind that forgives least is assumed of a service of which nothing is known.
    refreshTokenRotation: record.refreshTokenRotation ?? 'single-use',
    ...credentials,
  });
}

/** What the requests themselves set; a parameter of the same name would be ignored. */
const OWN_PARAMETERS = {
  authorizationParams: [
    'response_type',
    'client_id',
    'redirect_uri',
    'scope',
    'state',
    'code_challenge',
    'code_challenge_method',
  ],
  tokenParams: ['grant_type', 'code', 'redirect_uri', 'code_verifier'],
  refreshParams: ['grant_type', 'refresh_token'],
} as const;

function warnOfOwnParameters(id: string, record: ProviderRecord, { warn }: BuildOptions): void {
  if (warn === undefined) return;
  for (const field of ['authorizationParams', 'tokenParams', 'refreshParams'] as const) {
    for (const name of OWN_PARAMETERS[field]) {
      if (record[field] !== undefined && Object.hasOwn(record[field], name))
        warn(field, `${id}.${field}.${name} has no effect: the request sets ${name} itself`);
    }
  }
}

function warnOfUnusedVariables(id: string, record: ProviderRecord, { warn }: BuildOptions): void {
  if (record.variables === undefined || warn === undefined) return;
  const templates = [
    ...[...ENDPOINTS, 'issuer' as const].map((field) => record[field]),
    ...PARAMETERS.flatMap((field) => Object.values(record[field] ?? {})),
  ];
  for (const name of Object.keys(record.variables)) {
    if (!templates.some((template) => template?.includes(`{${name}}`)))
      warn('variables', `${id}.variables.${name} is used in no endpoint and no parameter`);
  }
}
