import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Calendar } from '../calendar.ts';
import type { FaultList } from '../report/fault-list.ts';

export interface CertificateUse {
  /** Undefined: which hosts users see is not known here. */
  readonly host: string | undefined;
  readonly calendar: Calendar;
}

/**
 * Warns of a certificate that users' programs would refuse. It is no fault: a proxy in front may not look at it, and a
 * restart after its last day must not end a service that works.
 */
export function warnOfCertificate(
  certificate: X509Certificate,
  { host, calendar }: CertificateUse,
  faults: FaultList,
): void {
  const { validFromDate, validToDate } = certificate;
  if (calendar.hasPassed(validToDate.getTime()))
    faults.warn('', `the certificate of TLSFile has expired on ${toDay(validToDate)}: replace it`);
  if (!calendar.hasPassed(validFromDate.getTime()))
    faults.warn('', `the certificate of TLSFile is not valid before ${toDay(validFromDate)}`);
  if (host !== undefined && !isFor(certificate, host))
    faults.warn(
      '',
      `the certificate of TLSFile is not for ${host}, the host of OAUTH_HOSTNAME; if a proxy in front accepts that, name it in DOMI_TRUSTED_PROXIES`,
    );
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function isFor(certificate: X509Certificate, host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '');
  const found = isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name);
  return found !== undefined;
}
