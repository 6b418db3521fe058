import { toJsonFault } from '../config/report/to-json-fault.ts';
import { countProviders } from '../tenants/count-providers.ts';
import type { ConfigurationReport } from './check-configuration.ts';
import type { LiveReport } from './check-live.ts';

/** Renders the report for pipelines; docs/check.md promises its shape. */
export function renderJson(
  configuration: ConfigurationReport,
  live: LiveReport | undefined,
  exitCode: number,
): string {
  const { faults, warnings, tenants, hash, secrets } = configuration;
  const report = {
    ok: exitCode === 0,
    exit_code: exitCode,
    ...(secrets === 'unread' && { without_secrets: true }),
    faults: faults.map(toJsonFault),
    warnings,
    ...(hash !== undefined && { hash }),
    tenants: tenants.length,
    providers: countProviders(tenants),
    ...(live && {
      live: {
        counts: live.counts,
        results: live.results.map((result) => ({
          tenant: result.tenantId,
          provider: result.providerId,
          secret: result.position,
          secrets: result.count,
          verdict: result.verdict,
          outcome: result.outcome,
          detail: result.detail,
        })),
        dead_tokens: live.deadTokens.map(({ tenantId, providerId, verdict, outcome, detail }) => ({
          tenant: tenantId,
          provider: providerId,
          verdict,
          outcome,
          detail,
        })),
        metadata: live.metadata.map(({ tenantId, providerId, issuer, differences, unavailable }) => ({
          tenant: tenantId,
          provider: providerId,
          issuer,
          differences,
          ...(unavailable !== undefined && { unavailable }),
        })),
      },
    }),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
