import { expect } from 'chai';
import { pick, renderChart } from '../helpers/render-chart.ts';

const MONITORS = [
  ['serviceMonitor', 'ServiceMonitor', 'endpoints'],
  ['podMonitor', 'PodMonitor', 'podMetricsEndpoints'],
] as const;

describe('the time that one scrape may take', function () {
  this.timeout(60_000);

  for (const [section, kind, list] of MONITORS) {
    const readTimeout = async (values: object): Promise<string> => {
      const manifests = await renderChart({
        values: { metrics: { [section]: { enabled: true, ...values } } },
      });
      return pick(manifests, kind).spec[list][0].scrapeTimeout;
    };

    it(`${section}, when nothing is set, then 10 s`, async () => {
      expect(await readTimeout({})).to.equal('10s');
      expect(await readTimeout({ interval: '1m30s' })).to.equal('10s');
    });

    it(`${section}, when only a shorter interval is set, then the interval`, async () => {
      for (const interval of ['5s', '9s999ms', '500ms'])
        expect(await readTimeout({ interval })).to.equal(interval);
    });

    it(`${section}, when both are set, then what is set, up to the interval`, async () => {
      expect(await readTimeout({ interval: '1m30s', scrapeTimeout: '90s' })).to.equal('90s');
      expect(await readTimeout({ interval: '1h', scrapeTimeout: '59m60s' })).to.equal('59m60s');
    });
  }
});
