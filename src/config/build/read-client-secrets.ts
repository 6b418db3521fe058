import type { Calendar } from '../calendar.ts';
import { checkSources, describeEntry, explainUnset } from './check-sources.ts';
import { listSources } from './credential-source.ts';
import type { CredentialsRequest, FoundCredentials } from './credentials-request.ts';
import { looksLikePlaceholder, readCleanSource } from './read-clean-source.ts';
import type { SourceReader } from './source-reader.ts';

/** Reads the client secrets of a record, in the order in which they are tried. */
export function readClientSecrets(
  request: CredentialsRequest,
  read: SourceReader,
  calendar: Calendar,
): FoundCredentials {
  const sources = listSources(request.record.clientSecret);
  const place = request.placeOf('clientSecret');
  const results = sources.map((source) => readCleanSource('clientSecret', source, request, read));
  const dates = checkSources({ field: 'clientSecret', sources, results, place, calendar });
  for (const [index, { value }] of results.entries()) {
    const entry = describeEntry('clientSecret', sources, index, place);
    if (value !== undefined && looksLikePlaceholder(value))
      place.faults.warn(entry.where, `${entry.name} looks like a placeholder`);
  }
  return {
    credentials: results.flatMap(({ value }) =>
      value === undefined ? [] : [{ kind: 'secret', secret: value } as const],
    ),
    expiries: dates.filter((time) => time !== undefined),
    isFaulty: results.some(({ isFaulty }) => isFaulty),
    gap: `no client secret${explainUnset(sources)}`,
  };
}
