import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { FaultPlace } from '../report/fault-place.ts';
import { within } from '../report/place.ts';
import { cleanCredential } from './clean-credential.ts';
import { type CredentialSource, describeSource, listSources, toSourceKey } from './credential-source.ts';
import type { CredentialValues } from './credential-values.ts';
import { parseExpiry } from './parse-expiry.ts';
import type { TenantBoundary } from './tenant-boundary.ts';

export interface Credentials {
  readonly clientId: string;
  /** In the order in which they are tried. */
  readonly clientSecrets: readonly string[];
  /** Seconds since 1970: when the last of the secrets that have a date of expiry stops working. */
  readonly clientSecretsExpireAt?: number;
}

/** The credentials, or what is missing, as a sentence that continues the provider id. */
export type CredentialsOrGap =
  | { readonly credentials: Credentials }
  | {
      readonly gap: string;
      readonly isUntouched: boolean;
      readonly clientId: string | undefined;
      /** Whether a fault, which is reported already, is the reason. */
      readonly isFaulty: boolean;
    };

type CredentialField = 'clientId' | 'clientSecret';

export interface CredentialsRequest {
  readonly record: ProviderRecord;
  readonly placeOf: (field: CredentialField) => FaultPlace;
  /** The tenant, if it has set the field itself. */
  readonly ownerOf: (field: CredentialField) => string | undefined;
  /** Whether secrets go to an endpoint that the tenant has chosen. */
  readonly hasOwnEndpoint: boolean;
}

export type CredentialsReader = (request: CredentialsRequest) => CredentialsOrGap;

/** Values that samples and templates use as placeholders. */
const PLACEHOLDER =
  /^(<.*>|\{.*\}|\$\{?.*|x{3,}|\.{3}|change[-_ ]?(me|it)|replace[-_ ]?(me|this)|your[-_ ].*|todo|(client|app)[-_ ]?(id|secret)|secret|password|placeholder)$/i;

/** Reads client ids and secrets from the places that records name. */
export function createCredentialsReader(
  values: CredentialValues,
  boundary: TenantBoundary,
  now: Date,
): CredentialsReader {
  /** @returns undefined for a variable that is not set, and for a fault */
  function read(field: CredentialField, source: CredentialSource, request: CredentialsRequest): ReadResult {
    const { where, faults } = request.placeOf(field);
    const tenantId = request.ownerOf(field);
    // A client id stands in the address that the browser of a user gets.
    const leaves = field === 'clientId' || request.hasOwnEndpoint;
    const use = tenantId === undefined ? undefined : { tenantId, source, leaves };
    const forbidden = use && boundary.findForbidden(use);
    if (forbidden !== undefined) {
      faults.add(where, `${field} ${forbidden}`);
      return { isFaulty: true };
    }
    const found = values.read(source);
    if (found.fault !== undefined) {
      faults.add(found.faultyVariable ?? where, found.fault);
      return { isFaulty: true };
    }
    const strange = use && boundary.findStrange(use, found);
    if (strange !== undefined) {
      faults.add(where, `${field} ${strange}`);
      return { isFaulty: true };
    }
    if (found.value === undefined) return { isFaulty: false };
    const clean = cleanCredential(field === 'clientId' ? 'client id' : 'client secret', found.value);
    const name = 'value' in source ? field : describeSource(source);
    // A variable is a place itself.
    const isPlace = 'env' in source && name === source.env;
    const [place, start] = isPlace ? [name, ''] : [where, `${name} `];
    for (const warning of clean.warnings) faults.warn(place, `${start}${warning}`);
    if (clean.fault !== undefined) faults.add(place, `${start}${clean.fault}`);
    return { value: clean.value, isFaulty: clean.fault !== undefined };
  }

  return (request) => {
    const { record, placeOf } = request;
    const sources = listSources(record.clientSecret);
    const id = record.clientId ? read('clientId', record.clientId, request) : { isFaulty: false };
    const results = sources.map((source) => read('clientSecret', source, request));
    const dates = sources.map(({ expiresAt }) => parseExpiry(expiresAt));
    checkSources({ sources, results, dates, place: placeOf('clientSecret'), now });
    const clientId = id.value;
    const clientSecrets = results.map(({ value }) => value).filter((secret) => secret !== undefined);
    if (!clientId || clientSecrets.length === 0) {
      return {
        gap: explainGap(record, clientId, sources),
        isUntouched: !clientId && clientSecrets.length === 0,
        clientId,
        isFaulty: [id, ...results].some(({ isFaulty }) => isFaulty),
      };
    }
    if (PLACEHOLDER.test(clientId)) {
      const { where, faults } = placeOf('clientId');
      faults.warn(where, 'the client id looks like a placeholder');
    }
    const expiries = dates.filter((time) => time !== undefined);
    return {
      credentials: {
        clientId,
        clientSecrets,
        ...(expiries.length > 0 && { clientSecretsExpireAt: Math.max(...expiries) / 1000 }),
      },
    };
  };
}

interface ReadResult {
  readonly value?: string | undefined;
  readonly isFaulty: boolean;
}

interface SourceCheck {
  readonly sources: readonly CredentialSource[];
  /** Of each source. */
  readonly results: readonly ReadResult[];
  /** When each expires, milliseconds since 1970. */
  readonly dates: readonly (number | undefined)[];
  readonly place: FaultPlace;
  readonly now: Date;
}

function checkSources({ sources, results, dates, place: { where, faults }, now }: SourceCheck): void {
  if (new Set(sources.map(toSourceKey)).size < sources.length)
    faults.add(where, 'clientSecret lists the same source twice: remove one of the two');
  sources.forEach((source, index) => {
    const expiry = dates[index];
    const isList = sources.length > 1;
    const entry = isList ? `entry ${index + 1} of clientSecret` : 'clientSecret';
    const place = isList ? within(where, String(index)) : where;
    if (source.expiresAt !== undefined && expiry === undefined)
      faults.add(within(place, 'expiresAt'), `expiresAt of ${entry} is not a date such as 2027-06-01`);
    if (expiry !== undefined && expiry <= now.getTime())
      faults.warn(within(place, 'expiresAt'), `${entry} has expired: the date in expiresAt is in the past`);
    const { value: secret, isFaulty = false } = results[index] ?? {};
    if (secret !== undefined && PLACEHOLDER.test(secret))
      faults.warn(place, `${entry} looks like a placeholder`);
    if (secret === undefined && !isFaulty && results.some(({ value }) => value !== undefined))
      faults.warn(place, `${entry} has no value: ${describeSource(source)} is not set`);
  });
}

function explainGap(
  record: ProviderRecord,
  clientId: string | undefined,
  sources: readonly CredentialSource[],
): string {
  const gaps = [
    ...(clientId ? [] : [`no client id${explainUnset(record.clientId ? [record.clientId] : [])}`]),
    ...(clientId && sources.length > 0 ? [`no client secret${explainUnset(sources)}`] : []),
    ...(sources.length === 0 ? ['no client secret'] : []),
  ];
  return `is not enabled: it has ${gaps.join(' and ')}`;
}

function explainUnset(sources: readonly CredentialSource[]): string {
  const names = sources.filter((source) => !('value' in source)).map(describeSource);
  return names.length > 0 ? ` (${names.join(', ')} not set)` : '';
}
