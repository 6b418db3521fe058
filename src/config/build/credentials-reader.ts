import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { Disk } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import { type Where, within } from '../report/place.ts';
import type { Environment } from '../settings/environment.ts';
import { readSecretFile } from '../settings/read-secret-file.ts';
import { readVariable } from '../settings/read-variable.ts';
import { type CredentialSource, describeSource, listSources, toSourceKey } from './credential-source.ts';
import { parseExpiry } from './parse-expiry.ts';

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
  | { readonly gap: string; readonly isUntouched: boolean; readonly clientId: string | undefined };

export type CredentialsReader = (
  record: ProviderRecord,
  where: (field: 'clientId' | 'clientSecret') => Where,
  faults: FaultList,
) => CredentialsOrGap;

/** Values that samples and templates use as placeholders. */
const PLACEHOLDER =
  /^(<.*>|\{.*\}|\$\{?.*|x{3,}|\.{3}|change[-_ ]?(me|it)|replace[-_ ]?(me|this)|your[-_ ].*|todo|(client|app)[-_ ]?(id|secret)|secret|password|placeholder)$/i;

/**
 * Reads client ids and secrets from the places that records name. Each variable and file is read once, however many
 * tenants use it.
 */
export function createCredentialsReader(environment: Environment, disk: Disk, now: Date): CredentialsReader {
  const values = new Map<string, string | undefined>();
  const read = (source: CredentialSource, where: Where, faults: FaultList): string | undefined => {
    if ('value' in source) return source.value;
    const key = toSourceKey(source);
    if (!values.has(key)) {
      const value =
        'file' in source
          ? readSecretFile(source.file, where, faults, disk)
          : readVariable(environment, source.env, faults, disk, where);
      values.set(key, value);
    }
    return values.get(key);
  };

  return (record, where, faults) => {
    const sources = listSources(record.clientSecret);
    const clientId = record.clientId && read(record.clientId, where('clientId'), faults);
    const secrets = sources.map((source) => read(source, where('clientSecret'), faults));
    const dates = sources.map(({ expiresAt }) => parseExpiry(expiresAt));
    checkSources({ sources, secrets, dates, where: where('clientSecret'), now, faults });
    const clientSecrets = secrets.filter((secret) => secret !== undefined);
    if (!clientId || clientSecrets.length === 0) {
      const isUntouched = !clientId && clientSecrets.length === 0;
      return { gap: explainGap(record, clientId, sources), isUntouched, clientId };
    }
    if (PLACEHOLDER.test(clientId)) faults.warn(where('clientId'), 'the client id looks like a placeholder');
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

interface SourceCheck {
  readonly sources: readonly CredentialSource[];
  /** The value of each source. */
  readonly secrets: readonly (string | undefined)[];
  /** When each expires, milliseconds since 1970. */
  readonly dates: readonly (number | undefined)[];
  readonly where: Where;
  readonly now: Date;
  readonly faults: FaultList;
}

function checkSources({ sources, secrets, dates, where, now, faults }: SourceCheck): void {
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
    const secret = secrets[index];
    if (secret !== undefined && PLACEHOLDER.test(secret))
      faults.warn(place, `${entry} looks like a placeholder`);
    if (secret === undefined && secrets.some((other) => other !== undefined))
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
