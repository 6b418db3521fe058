import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import { declareCircuitState } from './declare-circuit-state.ts';
import { declareConfigurationMetrics } from './declare-configuration-metrics.ts';
import { declareGrantMetrics } from './declare-grant-metrics.ts';
import { type BuildInfo, type DroppedLines, declareProcessMetrics } from './declare-process-metrics.ts';
import { declareProtectionMetrics } from './declare-protection-metrics.ts';
import { declareRefreshMetrics } from './declare-refresh-metrics.ts';
import { declareRequestMetrics } from './declare-request-metrics.ts';

/**
 * Every metric that events change, with the names that dashboards and alerts rely on. Label values come from fixed sets
 * only: the error catalogue, route names, ids of the configuration. A test compares them with docs/observability.md.
 */
export type Metrics = ReturnType<typeof declareEventMetrics> & {
  /** Undefined unless `byTenant` is set. */
  readonly tenantTokenRequests: ReturnType<typeof declareTenantMetric> | undefined;
};

export interface MetricsOptions {
  readonly build: BuildInfo;
  /** Counts since the start; by default none is ever dropped. */
  readonly countDroppedLines?: (() => DroppedLines) | undefined;
  /** The worst circuit of each provider, by label value; by default there is none. */
  readonly readCircuits?: () => ReadonlyMap<string, number>;
  /** Whether there is a counter with a tenant label. */
  readonly byTenant?: boolean;
}

/** prom-client accepts exemplars only in a registry of this type, which its types do not allow to change. */
export function createRegistry(): Registry {
  const registry = new Registry();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as typeof Registry.PROMETHEUS_CONTENT_TYPE);
  return registry;
}

/** @param registry must come from `createRegistry` */
export function createMetrics(registry: Registry, options: MetricsOptions): Metrics {
  const { build, byTenant = false, countDroppedLines = () => ({ log: 0, audit: 0 }) } = options;
  const { readCircuits = () => new Map() } = options;
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  declareProcessMetrics(registers, build, countDroppedLines);
  declareCircuitState(registers, readCircuits);
  return {
    ...declareEventMetrics(registers),
    tenantTokenRequests: byTenant ? declareTenantMetric(registers) : undefined,
  };
}

function declareEventMetrics(registers: Registry[]) {
  return {
    ...declareGrantMetrics(registers),
    ...declareRefreshMetrics(registers),
    ...declareRequestMetrics(registers),
    ...declareProtectionMetrics(registers),
    ...declareConfigurationMetrics(registers),
  };
}

function declareTenantMetric(registers: Registry[]) {
  return new Counter({
    name: 'domi_tenant_token_requests_total',
    help: 'Code exchanges, refreshes and revocations by tenant and provider; tenants beyond the limit are "other".',
    labelNames: ['tenant', 'provider', 'grant_type', 'outcome'],
    registers,
  });
}
