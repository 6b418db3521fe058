import { setImmediate as nextTurn } from 'node:timers/promises';
import { ERROR_CODES, type ErrorCode } from '../oauth/errors.ts';
import { GRANT_TYPES, type GrantType } from '../oauth/grant-type.ts';
import { type CappedLabel, createCappedLabel } from './capped-label.ts';
import { toExemplar } from './exemplar.ts';
import type { Metrics } from './metrics.ts';
import { createSoonestExpiries, type Expiring, type Expiry } from './soonest-expiries.ts';

/** How one grant ended at a provider. */
export interface GrantMeasurement {
  readonly tenantId: string;
  readonly providerId: string;
  readonly grantType: GrantType;
  readonly outcome: 'success' | ErrorCode;
  readonly seconds: number;
  /** Position, from 0, of the client secret that was presented last. */
  readonly clientSecretIndex?: number | undefined;
}

/** A tenant as far as labels need it. */
export interface LabelledTenant {
  readonly id: string;
  readonly providers: readonly Expiring[];
}

export interface GrantMetrics {
  /** Makes the labels of a configuration known; of a large one, over several turns of the event loop. */
  adopt(tenants: readonly LabelledTenant[]): Promise<void>;
  /** @param traceId of the trace that is recorded now */
  count(measurement: GrantMeasurement, traceId: string | undefined): void;
}

/** Tenants in one turn of the event loop. */
const PORTION = 500;

/** Provider ids come from the configuration, where tenants may add their own: far more than anybody names by hand. */
const MAX_PROVIDERS = 100;

/**
 * Outcomes of grants in ordinary operation. They begin at 0 with the configuration: `rate()` sees nothing of an
 * event that is the first of its series.
 */
const USUAL_OUTCOMES: readonly GrantMeasurement['outcome'][] = [
  'success',
  'invalid_grant',
  'client_credentials_refused',
  'provider_rejected_request',
  'provider_invalid_answer',
  'provider_failed',
  'provider_unreachable',
  'provider_connection_lost',
  'provider_timeout',
  'temporarily_unavailable',
  'rate_limited',
];

const OUTCOMES: ReadonlySet<string> = new Set(['success', ...ERROR_CODES]);

/** @param maxTenants how many tenants get a label value of their own */
export function createGrantMetrics(metrics: Metrics, maxTenants = 0): GrantMetrics {
  const providers = createCappedLabel(MAX_PROVIDERS);
  const tenants = createCappedLabel(maxTenants);
  let latest: readonly LabelledTenant[] = [];
  return {
    async adopt(configured) {
      latest = configured;
      tenants.adopt(listIds(configured));
      const ids = new Set<string>();
      const expiries = createSoonestExpiries(MAX_EXPIRIES);
      for (const [index, tenant] of configured.entries()) {
        if (index > 0 && index % PORTION === 0) await nextTurn();
        for (const provider of tenant.providers) {
          ids.add(provider.id);
          expiries.add(tenant.id, provider);
        }
      }
      // By now there may be a newer one.
      if (latest !== configured) return;
      providers.adopt(ids);
      beginAtZero(metrics, providers);
      showExpiries(metrics, expiries.list());
    },
    count({ tenantId, providerId, grantType, outcome, seconds, clientSecretIndex }, traceId) {
      const provider = providers.of(providerId);
      const judged = OUTCOMES.has(outcome) ? outcome : 'other';
      const exemplar = toExemplar(traceId);
      metrics.tokenRequests.inc({
        labels: { provider, grant_type: grantType, outcome: judged },
        ...exemplar,
      });
      metrics.providerSeconds.observe({
        labels: { provider, grant_type: grantType },
        value: seconds,
        ...exemplar,
      });
      if (clientSecretIndex !== undefined && outcome !== 'client_credentials_refused') {
        metrics.clientSecretUsed.inc({ provider, position: clientSecretIndex + 1 });
      }
      metrics.tenantTokenRequests?.inc({
        tenant: tenants.of(tenantId),
        grant_type: grantType,
        outcome: judged,
      });
    },
  };
}

function beginAtZero(metrics: Metrics, { values }: CappedLabel): void {
  for (const provider of values) {
    metrics.refreshCoalesced.inc({ provider }, 0);
    metrics.refreshReplayed.inc({ provider }, 0);
    metrics.refreshBraked.inc({ provider }, 0);
    metrics.refreshUnclaimed.inc({ provider }, 0);
    for (const grant_type of GRANT_TYPES) {
      for (const outcome of USUAL_OUTCOMES) {
        metrics.tokenRequests.inc({ labels: { provider, grant_type, outcome }, value: 0 });
      }
    }
  }
}

/** No tenant id: those are DNS labels. */
const SHARED = '_shared';

/**
 * Of tens of thousands of secrets those that expire first are told: the others would make every scrape, and every
 * reload, stop the event loop for longer than a request takes.
 */
const MAX_EXPIRIES = 1000;

function showExpiries({ clientSecretExpiry }: Metrics, expiries: readonly Expiry[]): void {
  clientSecretExpiry.reset();
  for (const { tenantId = SHARED, providerId, at } of expiries) {
    clientSecretExpiry.set({ tenant: tenantId, provider: providerId }, at);
  }
}

/** One by one, since the label takes few of them. */
function* listIds(tenants: readonly LabelledTenant[]): Generator<string> {
  for (const { id } of tenants) yield id;
}
