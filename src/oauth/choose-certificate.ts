import type { ClientCertificate } from './client-credential.ts';

/**
 * A key keeps its old certificate beside a renewed one for a while, in any order. Of those that are valid at the time, or of
 * all if none is, the one that ends last names the key.
 * @param time milliseconds since 1970
 * @returns undefined for a key without certificates
 */
export function chooseCertificate<T extends Pick<ClientCertificate, 'validFrom' | 'validTo'>>(
  certificates: readonly T[],
  time: number,
): T | undefined {
  const valid = certificates.filter(({ validFrom, validTo }) => validFrom <= time && time < validTo);
  const candidates = valid.length > 0 ? valid : certificates;
  return candidates.reduce<T | undefined>(
    (last, one) => (last === undefined || one.validTo > last.validTo ? one : last),
    undefined,
  );
}
