import {
  type AuthorizationErrorRule,
  PARAMETER_NAMES,
  type Provider,
  type TokenErrorRule,
  type TokenResponsePointers,
} from '../../oauth/provider.ts';
import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { Credentials } from './credentials-reader.ts';
import type { FilledRecord } from './fill-record.ts';

/** A provider as its record defines it, without credentials; fields that the record leaves out are missing. */
export type ProviderModel = Readonly<Partial<Omit<Provider, keyof Credentials>>>;

/** The record that a tenant changes, and its model. */
export interface ModelOrigin {
  readonly record: ProviderRecord;
  readonly model: ProviderModel;
}

/** A default that all providers share. */
const NONE: readonly never[] = Object.freeze([]);
const NO_POINTERS: TokenResponsePointers = Object.freeze({});

/** @param origin supplies the objects that do not change, so that its tenants share them */
export function buildModel(
  id: string,
  record: ProviderRecord,
  filled: FilledRecord,
  origin?: ModelOrigin,
): ProviderModel {
  const { endpoints, parameters } = filled;
  const isKept = (field: keyof ProviderRecord): boolean =>
    origin !== undefined && record[field] === origin.record[field];
  const chooseParameters = (field: keyof typeof parameters): Readonly<Record<string, string>> | undefined =>
    isKept(field) && isKept('variables') ? origin?.model[field] : parameters[field].value;
  const names = record.parameterNames;
  const ownNames = names === undefined ? PARAMETER_NAMES : { ...PARAMETER_NAMES, ...names };
  return Object.freeze({
    ...keepDefined({
      path: record.path,
      callback: record.callback,
      issuer: filled.issuer?.value,
      clientAssertionAudience: filled.clientAssertionAudience?.value,
      authorizationEndpoint: endpoints.authorizationEndpoint?.value,
      tokenEndpoint: endpoints.tokenEndpoint?.value,
      refreshEndpoint: endpoints.refreshEndpoint?.value,
      revocationEndpoint: endpoints.revocationEndpoint?.value,
      manageUrl: endpoints.manageUrl?.value,
      consoleUrl: endpoints.consoleUrl?.value,
      adminConsentEndpoint: endpoints.adminConsentEndpoint?.value,
      consoleScopes: record.consoleScopes as Provider['consoleScopes'],
      parameterNames: isKept('parameterNames') ? origin?.model.parameterNames : ownNames,
      authorizationParams: chooseParameters('authorizationParams'),
      tokenParams: chooseParameters('tokenParams'),
      refreshParams: chooseParameters('refreshParams'),
      idleDays: record.idleDays,
    }),
    id,
    label: record.label ?? id,
    authorizationResponseIssParameterSupported: record.authorizationResponseIssParameterSupported ?? false,
    revocation: record.revocation ?? 'none',
    revocationEnds: record.revocationEnds ?? 'grant',
    tokenEndpointAuthMethod: record.tokenEndpointAuthMethod ?? 'client_secret_basic',
    basicCredentialsEncoding: record.basicCredentialsEncoding ?? 'form',
    requestFormat: record.requestFormat ?? 'form',
    pkce: record.pkce ?? 'S256',
    scopes: record.scopes ?? NONE,
    scopeSeparator: record.scopeSeparator ?? ' ',
    requiredScopes: (record.requiredScopes ?? NONE) as Provider['requiredScopes'],
    tokenResponse: (record.tokenResponse ?? NO_POINTERS) as TokenResponsePointers,
    tokenErrors: (record.tokenErrors ?? NONE) as readonly TokenErrorRule[],
    authorizationErrors: (record.authorizationErrors ?? NONE) as readonly AuthorizationErrorRule[],
    // The strictest kind is the safe default for an unknown service.
    refreshTokenRotation: record.refreshTokenRotation ?? 'single-use',
    supersededTokens: record.supersededTokens ?? 'refuse',
  });
}

type Defined<T> = { [Field in keyof T]?: Exclude<T[Field], undefined> };

/** Leaves out undefined fields. Does not use `delete`, which makes every copy of the object slow to read. */
function keepDefined<T extends object>(fields: T): Defined<T> {
  const kept: Defined<T> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) kept[name] = value as Exclude<T[typeof name], undefined>;
  }
  return kept;
}
