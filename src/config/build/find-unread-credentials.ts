import type { Calendar } from '../calendar.ts';
import { checkSources, explainUnset } from './check-sources.ts';
import { listSources } from './credential-source.ts';
import {
  type CredentialsRequest,
  type FoundCredentials,
  findCredentialField,
} from './credentials-request.ts';
import type { SourceReader } from './source-reader.ts';

/** Finds out whether a record names credentials, by rules that need no value: whose place it is, dates, repetitions. */
export function findUnreadCredentials(
  request: CredentialsRequest,
  read: SourceReader,
  calendar: Calendar,
): FoundCredentials {
  const field = findCredentialField(request.record) === 'clientKey' ? 'clientKey' : 'clientSecret';
  const sources = listSources(request.record[field]);
  const place = request.placeOf(field);
  const results = sources.map((source) => read(field, source, request));
  const dates = checkSources({ field, sources, results, place, calendar });
  const certificates =
    field === 'clientKey'
      ? listSources(request.record.clientCertificate).map((source) =>
          read('clientCertificate', source, request),
        )
      : [];
  return {
    credentials: results.flatMap(({ value }) =>
      value === undefined ? [] : [{ kind: 'secret', secret: value } as const],
    ),
    expiries: dates.filter((time) => time !== undefined),
    isFaulty: [...results, ...certificates].some(({ isFaulty }) => isFaulty),
    gap: `no ${field === 'clientKey' ? 'client key' : 'client secret'}${explainUnset(sources)}`,
  };
}
