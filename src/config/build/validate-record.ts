import type { ProviderRecord } from '../../providers/provider-record.ts';
import { ENDPOINTS, type FilledRecord, PARAMETERS } from './fill-record.ts';
import { findEndpointFault, findIssuerFault, findPageFault } from './find-endpoint-fault.ts';

/** A fault of one field of a record. */
export interface FieldFault {
  readonly field: keyof ProviderRecord;
  readonly message: string;
}

export interface RecordRules {
  /** For demo and tests: allows plain http and private addresses. */
  readonly allowInsecure: boolean;
  /** Whether missing fields are allowed: others may extend the record, or tenants complete it. */
  readonly mayBeIncomplete: boolean;
}

const REQUIRED = ['path', 'callback', 'authorizationEndpoint', 'tokenEndpoint'] as const;

/** Pages that users open; we send no requests there. */
const PAGES: readonly string[] = ['manageUrl', 'consoleUrl', 'adminConsentEndpoint'];

/** Validates a merged record: rules of single fields, and rules between fields. */
export function validateRecord(
  id: string,
  record: ProviderRecord,
  filled: FilledRecord,
  rules: RecordRules,
): FieldFault[] {
  return [
    ...(rules.mayBeIncomplete ? [] : listMissing(id, record)),
    ...validateRevocation(id, record),
    ...ENDPOINTS.flatMap((field) => validateEndpoint(id, field, filled, rules)),
    ...validateIssuer(id, record, filled, rules),
    ...validateClientAuthentication(id, record, filled, rules),
    ...PARAMETERS.flatMap((field) => listUnknown(id, field, filled.parameters[field].unknown, rules)),
  ];
}

function listMissing(id: string, record: ProviderRecord): FieldFault[] {
  return REQUIRED.filter((field) => record[field] === undefined).map((field) => ({
    field,
    message: `${id}.${field} is missing`,
  }));
}

function validateRevocation(id: string, { revocation, revocationEndpoint }: ProviderRecord): FieldFault[] {
  if (revocation === undefined || revocation === 'none' || revocationEndpoint !== undefined) return [];
  const message = `${id}.revocation is ${revocation}, but there is no revocationEndpoint`;
  return [{ field: 'revocation', message }];
}

function validateEndpoint(
  id: string,
  field: (typeof ENDPOINTS)[number],
  { endpoints }: FilledRecord,
  rules: RecordRules,
): FieldFault[] {
  const { value, unknown } = endpoints[field] ?? { value: undefined, unknown: [] };
  if (value === undefined) return listUnknown(id, field, unknown, rules);
  const hasBrace = /[{}]/.test(value);
  const problem = PAGES.includes(field)
    ? findPageFault(value)
    : findEndpointFault(value, rules.allowInsecure);
  return [
    ...(hasBrace ? ['has a brace outside of a {variable}: escape it as %7B or %7D'] : []),
    ...(problem ? [problem] : []),
  ].map((message) => ({ field, message: `${id}.${field} ${message}` }));
}

function validateIssuer(
  id: string,
  record: ProviderRecord,
  { issuer }: FilledRecord,
  rules: RecordRules,
): FieldFault[] {
  const problem = issuer?.value === undefined ? undefined : findIssuerFault(issuer.value);
  const isDemanded = record.authorizationResponseIssParameterSupported === true;
  return [
    ...listUnknown(id, 'issuer', issuer?.unknown ?? [], rules),
    ...(problem ? [{ field: 'issuer', message: `${id}.issuer ${problem}` } as const] : []),
    ...(isDemanded && record.issuer === undefined
      ? [
          {
            field: 'authorizationResponseIssParameterSupported',
            message: `${id} has no issuer, which iss must be compared with: add issuer`,
          } as const,
        ]
      : []),
  ];
}

function validateClientAuthentication(
  id: string,
  { clientKey, clientAssertion }: ProviderRecord,
  { clientAssertionAudience }: FilledRecord,
  rules: RecordRules,
): FieldFault[] {
  const field = 'clientAssertion';
  return [
    ...listUnknown(id, 'clientAssertionAudience', clientAssertionAudience?.unknown ?? [], rules),
    ...(clientKey !== undefined && clientAssertion !== undefined
      ? [{ field, message: `${id} has both clientKey and clientAssertion: leave one of them out` } as const]
      : []),
  ];
}

function listUnknown(
  id: string,
  field: keyof ProviderRecord,
  names: readonly string[],
  { mayBeIncomplete }: RecordRules,
): FieldFault[] {
  if (mayBeIncomplete) return [];
  return names.map((name) => ({
    field,
    message: `${id}.${field} uses {${name}}, which is not among its variables`,
  }));
}
