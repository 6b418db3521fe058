import type { Config } from '../config/config.ts';
import { readCertificate } from '../config/settings/read-certificate.ts';
import type { ConfigurationSummary } from '../observability/events.ts';
import { createFingerprint } from '../sealing/fingerprint.ts';

const FINGERPRINT_LENGTH = 8;

/** Summarizes a configuration that was adopted, for observers. */
export function summarizeConfiguration(config: Config): ConfigurationSummary {
  const { directory, hash, rejected, overview, tls, sealKeys } = config;
  return {
    tenants: directory.tenants,
    hash,
    rejected,
    providerIds: overview.ids,
    webhookIds: overview.webhookIds,
    expiries: overview.expiries,
    certificateExpiry: tls && readCertificate(tls)?.validToDate,
    // A random key has the same id on every replica; only the fingerprint shows that they differ.
    sealKeys: sealKeys.map((key, index) => {
      const [name] = createFingerprint([key])(['seal key info'], '');
      const role = index === 0 ? 'seal' : 'open';
      const digest = name.slice(name.indexOf('.') + 1);
      return { kid: key.id, role, fingerprint: digest.slice(0, FINGERPRINT_LENGTH) };
    }),
  };
}
