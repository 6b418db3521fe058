import { readCertificateExpiry } from './certificate-expiry.ts';
import { startAtZero } from './event-counters.ts';
import type { ConfigurationSummary, TenantSummary } from './events.ts';
import type { Labels } from './labels.ts';
import type { Metrics } from './metrics.ts';
import { createSoonestExpiries } from './soonest-expiries.ts';

/** Shows an adopted configuration in the metrics: tenants, keys, certificates, and its label values. */
export function showConfiguration(
  metrics: Metrics,
  labels: Labels,
  { tenants, tls, sealKeys }: ConfigurationSummary,
): void {
  metrics.tenants.set(tenants.length);
  labels.adopt({ providers: listProviders(tenants), tenants: listTenants(tenants) });
  startAtZero(metrics, labels);
  showExpiries(metrics, labels, tenants);
  const certificateExpiry = tls && readCertificateExpiry(tls);
  // Absent behind a proxy that terminates TLS: 0 would mean a certificate that expired long ago.
  if (certificateExpiry) metrics.certificateExpiry.set(certificateExpiry.getTime() / 1000);
  else metrics.certificateExpiry.remove();
  metrics.sealKeyInfo.reset();
  for (const { kid, role, fingerprint } of sealKeys) metrics.sealKeyInfo.set({ kid, role, fingerprint }, 1);
}

/**
 * Shows only the secrets that expire first: tens of thousands would block the event loop at every scrape and reload for
 * longer than a request takes.
 */
const MAX_EXPIRIES = 1000;

/** No tenant has this id, since ids are DNS labels. */
const SHARED = '_shared';

function showExpiries(
  { clientSecretExpiry }: Metrics,
  labels: Labels,
  tenants: readonly TenantSummary[],
): void {
  const soonest = createSoonestExpiries(MAX_EXPIRIES);
  for (const tenant of tenants) {
    for (const provider of tenant.providers) soonest.add(tenant.id, provider);
  }
  clientSecretExpiry.reset();
  const shown = new Set<string>();
  for (const { tenantId = SHARED, providerId, at } of soonest.list()) {
    const provider = labels.provider(providerId);
    const series = `${tenantId} ${provider}`;
    // Providers that share a label value show the earliest expiry.
    if (shown.has(series)) continue;
    shown.add(series);
    clientSecretExpiry.set({ tenant: tenantId, provider }, at);
  }
}

/** Lazy, since only the first few get a label value. */
function* listTenants(tenants: readonly TenantSummary[]): Generator<string> {
  for (const { id } of tenants) yield id;
}

function* listProviders(tenants: readonly TenantSummary[]): Generator<string> {
  for (const { providers } of tenants) {
    for (const { id } of providers) yield id;
  }
}
