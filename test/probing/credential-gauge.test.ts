import { expect } from 'chai';
import { createHub, type Hub } from '../../src/observability/hub.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createRegistry } from '../../src/observability/metrics.ts';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';

const GAUGE = 'domi_client_credentials_valid';

describe('the gauge of valid credentials', () => {
  let registry: ReturnType<typeof createRegistry>;
  let hub: Hub;

  beforeEach(() => {
    registry = createRegistry();
    hub = createHub({
      registry,
      build: { version: 'test', commit: 'test' },
      logger: createLogger('silent', { write: () => undefined }),
      auditLogger: undefined,
      tracing: undefined,
      clock: SYSTEM_CLOCK,
      maxTenantLabels: 0,
    });
  });

  const adopt = (...providerIds: string[]): void =>
    hub.configurationAdopted({
      tenants: [],
      providerIds,
      webhookIds: [],
      expiries: [],
      certificateExpiry: undefined,
      sealKeys: [],
      hash: 'test',
      rejected: { count: 0, tenants: [] },
    });
  const show = (
    tenantId: string | undefined,
    providerId: string,
    isValid: boolean,
    app = `${tenantId}`,
  ): void =>
    hub.credentialsProbed({
      app,
      tenantId,
      providerId,
      verdict: isValid ? 'accepted' : 'refused',
      answer: undefined,
    });

  async function readSeries(): Promise<string[]> {
    const lines = (await registry.getSingleMetricAsString(GAUGE)).split('\n');
    return lines.filter((line) => line.startsWith(`${GAUGE}{`)).map((line) => line.slice(GAUGE.length));
  }

  it('with 1,200 apps, has a thousand series, and none of those at 0 is left out', async () => {
    adopt('zoom');
    for (let index = 0; index < 1200; index += 1) show(`t${index}`, 'zoom', index < 1100);
    const series = await readSeries();
    expect(series).to.have.length(1000);
    expect(series.filter((line) => line.endsWith(' 0'))).to.have.length(100);
  });

  it('of apps that share a label value, shows the worst; when that one is gone, the other', async () => {
    adopt(...Array.from({ length: 100 }, (_, index) => `p${index}`));
    show(undefined, 'beyond-1', true, 'a');
    show(undefined, 'beyond-2', false, 'b');
    expect(await readSeries()).to.deep.equal(['{tenant="_shared",provider="other"} 0']);
    hub.probedAppRemoved({ app: 'b', tenantId: undefined, providerId: 'beyond-2' });
    expect(await readSeries()).to.deep.equal(['{tenant="_shared",provider="other"} 1']);
    hub.probedAppRemoved({ app: 'a', tenantId: undefined, providerId: 'beyond-1' });
    expect(await readSeries()).to.deep.equal([]);
  });
});
