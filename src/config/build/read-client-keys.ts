import { chooseCertificate } from '../../oauth/choose-certificate.ts';
import type { ClientCertificate, ClientKey } from '../../oauth/client-credential.ts';
import type { Calendar } from '../calendar.ts';
import { checkSources, describeEntry, explainUnset } from './check-sources.ts';
import { computeKeyThumbprint } from './compute-key-thumbprint.ts';
import { describeSource, listKeySources } from './credential-source.ts';
import type { CredentialsRequest, FoundCredentials } from './credentials-request.ts';
import { type ParsedClientKey, parseClientKey } from './parse-client-key.ts';
import { findDateFault, readCertificates } from './read-certificates.ts';
import type { SourceReader } from './source-reader.ts';

/** Reads the private keys of a record, in the order in which they are tried, each with its certificate. */
export function readClientKeys(
  request: CredentialsRequest,
  read: SourceReader,
  calendar: Calendar,
): FoundCredentials {
  const { record } = request;
  const sources = listKeySources(record.clientKey);
  const place = request.placeOf('clientKey');
  const results = sources.map((source) => read('clientKey', source, request));
  const dates = checkSources({ field: 'clientKey', sources, results, place, calendar });

  const parsed = results.map(({ value }, index) => {
    const source = sources[index];
    if (source === undefined || value === undefined) return undefined;
    const key = parseClientKey(value, record.tokenEndpointAuthSigningAlg);
    if (!('fault' in key)) return key;
    const { where } = describeEntry('clientKey', sources, index, place);
    place.faults.add(where, `${describeSource(source)} ${key.fault}`, 'secret_invalid');
    return undefined;
  });
  const keys = parsed.flatMap((key) => key?.key ?? []);
  const certificates = readCertificates(request, read, keys);

  const expiries: number[] = [];
  const credentials = parsed.flatMap((key, index) => {
    if (key === undefined) return [];
    const own = certificates.listOf(key.key);
    // The one that is sent now. Until the next date of any of them, this is the answer.
    const certificate = chooseCertificate(own, calendar.now);
    for (const { validFrom, validTo } of own) [validFrom, validTo].forEach(calendar.hasPassed);
    const { name, where } = describeEntry('clientKey', sources, index, place);
    if (certificates.areNamed && !certificates.isFaulty && certificate === undefined)
      place.faults.warn(where, `${name} has no certificate among those of clientCertificate`);
    const doubt = certificate && findDateFault(certificate, calendar);
    if (doubt) place.faults.warn(where, `the certificate of ${name} ${doubt}`);
    const ends = [dates[index], certificate?.validTo].filter((time) => time !== undefined);
    if (ends.length > 0) expiries.push(Math.min(...ends));
    return [toCredential(key, sources[index]?.kid, own)];
  });
  return {
    credentials,
    expiries,
    isFaulty:
      certificates.isFaulty ||
      results.some(({ value, isFaulty }, index) => isFaulty || (value !== undefined && !parsed[index])),
    gap: `no client key${explainUnset(sources)}`,
  };
}

/** @param name of the key in the record, empty for none; a certificate names its key by itself */
function toCredential(
  { privateKey, algorithm, key }: ParsedClientKey,
  name: string | undefined,
  certificates: readonly ClientCertificate[],
): ClientKey {
  const keyId = name ?? (certificates.length === 0 ? computeKeyThumbprint(key) : undefined);
  return {
    kind: 'key',
    privateKey,
    algorithm,
    ...(keyId && { keyId }),
    ...(certificates.length > 0 && { certificates }),
  };
}
