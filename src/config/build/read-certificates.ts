import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';
import type { ClientCertificate } from '../../oauth/client-credential.ts';
import type { Calendar } from '../calendar.ts';
import { describeEntry, explainUnset } from './check-sources.ts';
import { describeSource, listSources } from './credential-source.ts';
import type { CredentialsRequest } from './credentials-request.ts';
import { parseCertificates } from './parse-certificates.ts';
import type { SourceReader } from './source-reader.ts';

export interface FoundCertificates {
  /** Whether the record names any. */
  readonly areNamed: boolean;
  readonly isFaulty: boolean;
  /** @returns the certificates of a private key, in the order of the record */
  listOf(key: KeyObject): readonly ClientCertificate[];
}

/**
 * Reads the certificates of a record. A file may hold those of its authorities as well, but one that belongs to no key is a
 * mistake.
 */
export function readCertificates(
  request: CredentialsRequest,
  read: SourceReader,
  keys: readonly KeyObject[],
): FoundCertificates {
  const sources = listSources(request.record.clientCertificate);
  const place = request.placeOf('clientCertificate');
  const found: X509Certificate[] = [];
  let isFaulty = false;
  for (const [index, source] of sources.entries()) {
    const result = read('clientCertificate', source, request);
    const entry = describeEntry('clientCertificate', sources, index, place);
    const fault =
      result.value === undefined
        ? `${entry.name} has no value${explainUnset([source])}`
        : collect(result.value, describeSource(source));
    if (fault !== undefined && !result.isFaulty) place.faults.add(entry.where, fault, 'secret_invalid');
    isFaulty ||= fault !== undefined;
  }

  function collect(text: string, name: string): string | undefined {
    const certificates = parseCertificates(text);
    if ('fault' in certificates) return `${name} ${certificates.fault}`;
    found.push(...certificates);
    const isOfKey = keys.some((key) => certificates.some((certificate) => certificate.checkPrivateKey(key)));
    // Without a sound key there is a fault already.
    return isOfKey || keys.length === 0 ? undefined : `${name} is the certificate of another key`;
  }

  return {
    areNamed: sources.length > 0,
    isFaulty,
    listOf: (key) => found.filter((certificate) => certificate.checkPrivateKey(key)).map(describeCertificate),
  };
}

/** @returns why a certificate does not count now */
export function findDateFault(
  { validFrom, validTo }: ClientCertificate,
  calendar: Calendar,
): string | undefined {
  if (calendar.hasPassed(validTo)) return `has expired on ${new Date(validTo).toISOString().slice(0, 10)}`;
  return calendar.hasPassed(validFrom)
    ? undefined
    : `is not valid before ${new Date(validFrom).toISOString()}`;
}

function describeCertificate({ raw, validFromDate, validToDate }: X509Certificate): ClientCertificate {
  return {
    // RFC 7515 section 4.1.8.
    thumbprint: createHash('sha256').update(raw).digest('base64url'),
    validFrom: validFromDate.getTime(),
    validTo: validToDate.getTime(),
  };
}
