import type { ProviderRecord } from '../../providers/provider-record.ts';
import { type Filled, fillParameters, fillVariables } from './fill-variables.ts';

export const ENDPOINTS = [
  'authorizationEndpoint',
  'tokenEndpoint',
  'refreshEndpoint',
  'revocationEndpoint',
  'manageUrl',
  'consoleUrl',
  'adminConsentEndpoint',
] as const;

export const PARAMETERS = ['authorizationParams', 'tokenParams', 'refreshParams'] as const;

type Endpoint = (typeof ENDPOINTS)[number];
type ParametersField = (typeof PARAMETERS)[number];

/** The templates of a record with its variables filled in. */
export interface FilledRecord {
  readonly endpoints: Readonly<Partial<Record<Endpoint, Filled<string> | undefined>>>;
  readonly issuer: Filled<string> | undefined;
  readonly clientAssertionAudience: Filled<string> | undefined;
  readonly parameters: Readonly<Record<ParametersField, Filled<Readonly<Record<string, string>>>>>;
}

export function fillRecord(record: ProviderRecord): FilledRecord {
  const variables = record.variables ?? {};
  const fill = (template: string | undefined): Filled<string> | undefined =>
    template === undefined ? undefined : fillVariables(template, variables);
  return {
    endpoints: Object.fromEntries(ENDPOINTS.map((field) => [field, fill(record[field])])),
    issuer: fill(record.issuer),
    clientAssertionAudience: fill(record.clientAssertionAudience),
    parameters: {
      authorizationParams: fillParameters(record.authorizationParams, variables),
      tokenParams: fillParameters(record.tokenParams, variables),
      refreshParams: fillParameters(record.refreshParams, variables),
    },
  };
}
