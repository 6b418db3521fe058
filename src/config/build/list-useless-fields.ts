import type { ProviderRecord } from '../../providers/provider-record.ts';
import { ENDPOINTS, PARAMETERS } from './fill-record.ts';
import type { FieldFault } from './validate-record.ts';

/** Parameters that the requests set themselves; configured ones of the same name are ignored. */
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

/** Lists fields of a record that have no effect: likely mistakes, but the service works. */
export function listUselessFields(id: string, record: ProviderRecord): FieldFault[] {
  return [
    ...listUnusedVariables(id, record),
    ...listIgnoredParameters(id, record),
    ...listIgnoredCredentials(id, record),
    ...listUnspentTokens(id, record),
  ];
}

/** Only a token that is good once can be spent. */
function listUnspentTokens(id: string, record: ProviderRecord): FieldFault[] {
  const { refreshTokenRotation = 'single-use', supersededTokens } = record;
  if (supersededTokens === undefined || refreshTokenRotation === 'single-use') return [];
  const message = `${id}.supersededTokens has no effect: refreshTokenRotation is ${refreshTokenRotation}`;
  return [{ field: 'supersededTokens', message }];
}

function listUnusedVariables(id: string, record: ProviderRecord): FieldFault[] {
  if (record.variables === undefined) return [];
  const templates = [
    ...[...ENDPOINTS, 'issuer' as const, 'clientAssertionAudience' as const].map((field) => record[field]),
    ...PARAMETERS.flatMap((field) => Object.values(record[field] ?? {})),
  ];
  return Object.keys(record.variables)
    .filter((name) => !templates.some((template) => template?.includes(`{${name}}`)))
    .map((name) => ({
      field: 'variables',
      message: `${id}.variables.${name} is used in no endpoint and no parameter`,
    }));
}

function listIgnoredParameters(id: string, record: ProviderRecord): FieldFault[] {
  return PARAMETERS.flatMap((field) =>
    OWN_PARAMETERS[field]
      .filter((name) => record[field] !== undefined && Object.hasOwn(record[field], name))
      .map((name) => ({
        field,
        message: `${id}.${field}.${name} has no effect: the request sets ${name} itself`,
      })),
  );
}

const OF_ASSERTIONS = [
  'clientKey',
  'clientCertificate',
  'clientAssertion',
  'clientAssertionAudience',
  'tokenEndpointAuthSigningAlg',
] as const;
const OF_KEYS = ['clientCertificate', 'clientAssertionAudience', 'tokenEndpointAuthSigningAlg'] as const;

/** A `clientSecret` beside a key is no mistake: built-in records have one. */
function listIgnoredCredentials(id: string, record: ProviderRecord): FieldFault[] {
  const { tokenEndpointAuthMethod = 'client_secret_basic' } = record;
  if (tokenEndpointAuthMethod !== 'private_key_jwt') {
    return OF_ASSERTIONS.filter((field) => record[field] !== undefined).map((field) => ({
      field,
      message: `${id}.${field} has no effect: tokenEndpointAuthMethod is ${tokenEndpointAuthMethod}, not private_key_jwt`,
    }));
  }
  if (record.clientAssertion === undefined) return [];
  return OF_KEYS.filter((field) => record[field] !== undefined).map((field) => ({
    field,
    message: `${id}.${field} has no effect: the assertion comes from a file as it is`,
  }));
}
