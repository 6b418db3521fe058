import { startAtZero } from './event-counters.ts';
import type { ConfigurationSummary, TenantSummary } from './events.ts';
import type { Labels } from './labels.ts';
import type { Metrics } from './metrics.ts';
import { createSoonestExpiries } from './soonest-expiries.ts';

/** Shows a configuration that comes into use: its tenants, keys and certificates, and the labels that it brings. */
export function showConfiguration(
  metrics: Metrics,
  labels: Labels,
  { tenants, certificateExpiry, sealKeys }: ConfigurationSummary,
): void {
  metrics.tenants.set(tenants.length);
  labels.adopt({ providers: listProviders(tenants), tenants: listTenants(tenants) });
  startAtZero(metrics, labels);
  showExpiries(metrics, labels, tenants);
  // Absent where a proxy does TLS: 0 would be a certificate that expired long ago.
  if (certificateExpiry) metrics.certificateExpiry.set(certificateExpiry.getTime() / 1000);
  else metrics.certificateExpiry.remove();
  metrics.sealKeyInfo.reset();
  for (const { kid, role, fingerprint } of sealKeys) metrics.sealKeyInfo.set({ kid, role, fingerprint }, 1);
}

/**
 * Of tens of thousands of secrets those that expire first are shown: the others would make every scrape, and every reload,
 * stop the event loop for longer than a request takes.
 */
const MAX_EXPIRIES = 1000;

/** No tenant has this id: those are DNS labels. */
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
    // Of providers that share a label value, the one that expires first is shown.
    if (shown.has(series)) continue;
    shown.add(series);
    clientSecretExpiry.set({ tenant: tenantId, provider }, at);
  }
}

/** One by one, since the label takes few of them. */
function* listTenants(tenants: readonly TenantSummary[]): Generator<string> {
  for (const { id } of tenants) yield id;
}

function* listProviders(tenants: readonly TenantSummary[]): Generator<string> {
  for (const { providers } of tenants) {
    for (const { id } of providers) yield id;
  }
}
