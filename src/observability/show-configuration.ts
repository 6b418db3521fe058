import { startAtZero, startDeliveriesAtZero } from './event-counters.ts';
import type { ConfigurationSummary, Expiry } from './events.ts';
import type { Labels } from './labels.ts';
import type { Metrics } from './metrics.ts';
import { SHARED_APP } from './shared-app.ts';

/** Shows an adopted configuration in the metrics: tenants, keys, certificates, and its label values. */
export function showConfiguration(
  metrics: Metrics,
  labels: Labels,
  {
    tenants,
    hash,
    rejected,
    providerIds,
    webhookIds,
    expiries,
    certificateExpiry,
    sealKeys,
  }: ConfigurationSummary,
): void {
  metrics.tenants.set(tenants.length);
  metrics.tenantsRejected.set(rejected.count);
  metrics.configInfo.reset();
  metrics.configInfo.set({ hash }, 1);
  labels.adopt({ providers: providerIds, tenants: listIds(tenants) });
  startAtZero(metrics, labels);
  startDeliveriesAtZero(metrics, labels, webhookIds);
  showExpiries(metrics, labels, expiries);
  // Absent behind a proxy that terminates TLS: 0 would mean a certificate that expired long ago.
  if (certificateExpiry) metrics.certificateExpiry.set(certificateExpiry.getTime() / 1000);
  else metrics.certificateExpiry.remove();
  metrics.sealKeyInfo.reset();
  for (const { kid, role, fingerprint } of sealKeys) metrics.sealKeyInfo.set({ kid, role, fingerprint }, 1);
}

function showExpiries({ clientSecretExpiry }: Metrics, labels: Labels, expiries: readonly Expiry[]): void {
  clientSecretExpiry.reset();
  const shown = new Set<string>();
  for (const { tenantId = SHARED_APP, providerId, at } of expiries) {
    const provider = labels.provider(providerId);
    const series = `${tenantId} ${provider}`;
    // Of providers that share a label value, the one that expires first is shown.
    if (shown.has(series)) continue;
    shown.add(series);
    clientSecretExpiry.set({ tenant: tenantId, provider }, at);
  }
}

/** One by one, since the label takes few of them. */
function* listIds(tenants: ConfigurationSummary['tenants']): Generator<string> {
  for (const { id } of tenants) yield id;
}
