import type { ProbedAppEvent, ProbeEvent } from './events.ts';
import type { Labels } from './labels.ts';
import type { Metrics } from './metrics.ts';
import { SHARED_APP } from './shared-app.ts';

/** Every series is read by each scrape. Those at 0 are shown first. */
const MAX_SERIES = 1000;

interface CredentialSeries {
  readonly tenant: string;
  readonly provider: string;
  /** By app: several may share a label value, and the worst is shown. */
  readonly values: Map<string, number>;
}

/**
 * Feeds the gauge of valid credentials. A provider that does not answer, or whose answer does not tell, changes nothing: the
 * credentials are as good as they were.
 */
export function createCredentialGauge(
  { credentialsValid, credentialProbes }: Metrics,
  labels: Labels,
): { show(event: ProbeEvent): void; remove(event: ProbedAppEvent): void } {
  const all = new Map<string, CredentialSeries>();
  const shown = new Set<CredentialSeries>();

  const read = ({ values }: CredentialSeries): number => Math.min(...values.values());

  function hide(series: CredentialSeries): void {
    credentialsValid.remove({ tenant: series.tenant, provider: series.provider });
    shown.delete(series);
  }

  function makeRoom(): void {
    for (const series of shown) {
      if (read(series) === 0) continue;
      hide(series);
      return;
    }
  }

  function render(series: CredentialSeries): void {
    const value = read(series);
    if (!shown.has(series) && shown.size >= MAX_SERIES && value === 0) makeRoom();
    if (!shown.has(series) && shown.size >= MAX_SERIES) return;
    shown.add(series);
    credentialsValid.set({ tenant: series.tenant, provider: series.provider }, value);
  }

  function name({ tenantId = SHARED_APP, providerId }: ProbedAppEvent): CredentialSeries {
    const provider = labels.provider(providerId);
    return all.get(`${tenantId} ${provider}`) ?? { tenant: tenantId, provider, values: new Map() };
  }

  return {
    show(event) {
      const series = name(event);
      const { verdict, answer } = event;
      if (answer !== undefined) credentialProbes.inc({ provider: series.provider, verdict });
      if (verdict !== 'accepted' && verdict !== 'refused') return;
      series.values.set(event.app, verdict === 'accepted' ? 1 : 0);
      all.set(`${series.tenant} ${series.provider}`, series);
      render(series);
    },
    remove(event) {
      const series = name(event);
      if (!series.values.delete(event.app)) return;
      if (series.values.size > 0) {
        render(series);
        return;
      }
      all.delete(`${series.tenant} ${series.provider}`);
      if (shown.has(series)) hide(series);
    },
  };
}
