import type { Calendar } from '../calendar.ts';
import type { FaultPlace } from '../report/fault-place.ts';
import { type Where, within } from '../report/place.ts';
import { type CredentialSource, describeSource, toSourceKey } from './credential-source.ts';
import type { CredentialField } from './credentials-request.ts';
import { parseExpiry } from './parse-expiry.ts';
import type { ReadResult } from './source-reader.ts';

export interface SourceCheck {
  readonly field: CredentialField;
  readonly sources: readonly CredentialSource[];
  /** Of each source. */
  readonly results: readonly ReadResult[];
  readonly place: FaultPlace;
  readonly calendar: Calendar;
}

/** One source of a list, as messages name it. */
export interface SourceEntry {
  readonly name: string;
  readonly where: Where;
}

/** @returns `clientSecret`, or `entry 2 of clientSecret` */
export function describeEntry(
  field: CredentialField,
  sources: readonly CredentialSource[],
  index: number,
  { where }: FaultPlace,
): SourceEntry {
  return sources.length > 1
    ? { name: `entry ${index + 1} of ${field}`, where: within(where, String(index)) }
    : { name: field, where };
}

/**
 * Compares the sources of one field with each other and with the calendar.
 * @returns when each expires, milliseconds since 1970
 */
export function checkSources({
  field,
  sources,
  results,
  place,
  calendar,
}: SourceCheck): (number | undefined)[] {
  const { faults } = place;
  if (new Set(sources.map(toSourceKey)).size < sources.length)
    faults.add(place.where, `${field} lists the same source twice: remove one of the two`, 'secret_invalid');
  return sources.map((source, index) => {
    const entry = describeEntry(field, sources, index, place);
    const expiry = parseExpiry(source.expiresAt);
    if (source.expiresAt !== undefined && expiry === undefined)
      faults.add(
        within(entry.where, 'expiresAt'),
        `expiresAt of ${entry.name} is not a date such as 2027-06-01`,
      );
    if (expiry !== undefined && calendar.hasPassed(expiry)) {
      const message = `${entry.name} has expired: the date in expiresAt is in the past`;
      faults.warn(within(entry.where, 'expiresAt'), message);
    }
    const { value, isFaulty = false } = results[index] ?? {};
    if (value === undefined && !isFaulty && results.some((other) => other.value !== undefined))
      faults.warn(entry.where, `${entry.name} has no value: ${describeSource(source)} is not set`);
    return expiry;
  });
}

/** @returns ` (ZOOM_CLIENT_ID not set)`, or nothing */
export function explainUnset(sources: readonly CredentialSource[]): string {
  const names = sources.filter((source) => !('value' in source)).map(describeSource);
  return names.length > 0 ? ` (${names.join(', ')} not set)` : '';
}
