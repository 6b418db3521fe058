import { expect } from 'chai';
import { findProgram, PROMETHEUS_MISSING, type Prometheus, startPrometheus } from '../helpers/prometheus.ts';
import { skipSuite } from '../helpers/skip.ts';
import { type BusyService, startBusyService } from './busy-service.ts';
import { ALERTS_FILE, DASHBOARD, nameOf, QUERIES, RULES } from './shipped-files.ts';

/** Panels that are empty here, and why; every other panel has to show something. */
const MAY_BE_EMPTY: Readonly<Record<string, string>> = {
  'TLS certificate': 'the service under test speaks plain HTTP',
  'First client secret that expires': 'the gauge is announced',
  'Client secrets by time left': 'the gauge is announced',
};

describe('a real Prometheus that scrapes a running service', () => {
  let busy: BusyService;
  let prometheus: Prometheus;

  before(async function () {
    this.timeout(120_000);
    const program = await findProgram('prometheus');
    if (program === undefined) skipSuite(this, PROMETHEUS_MISSING);
    busy = await startBusyService();
    // Before the first scrape and after it: a rate needs two samples that differ.
    await busy.work();
    prometheus = await startPrometheus(program, {
      targets: [busy.service.managementUrl],
      ruleFiles: [ALERTS_FILE],
    });
    await prometheus.waitFor('domi_build_info');
    await busy.work();
    await prometheus.waitFor('sum(rate(domi_token_requests_total[1m])) > 0');
    await prometheus.waitForRules();
    await prometheus.waitFor('job:domi_refresh_errors:ratio_rate3d');
    await prometheus.waitFor('job:domi_dead_tokens:ratio15m');
  });
  after(async () => {
    await prometheus?.stop();
    await busy?.stop();
  });

  it('the target, when it is scraped, is up and leaves nothing out', async () => {
    expect((await prometheus.query('up')).map(({ value }) => value[1])).to.deep.equal(['1']);
    expect(await prometheus.query('scrape_samples_post_metric_relabeling < scrape_samples_scraped')).to.be
      .empty;
  });

  it('every rule, when it has been evaluated, is in good health', async () => {
    const rules = await prometheus.waitForRules();
    expect(rules.map(({ name }) => name)).to.have.members(RULES.map(nameOf));
    const faulty = rules.filter(({ health }) => health !== 'ok');
    expect(faulty.map(({ name, health, lastError }) => `${name} ${health}: ${lastError}`)).to.deep.equal([]);
  });

  for (const rule of RULES) {
    it(`${nameOf(rule)}, when its expression is asked over the API, brings no error`, async () => {
      expect(await prometheus.query(rule.expr)).to.be.an('array');
    });
  }

  for (const { name, expr, panel } of QUERIES) {
    it(`the dashboard's query "${name}", when it is asked over the API, has data`, async () => {
      const samples = await prometheus.query(expr);
      if (!Object.hasOwn(MAY_BE_EMPTY, panel)) expect(samples).to.not.be.empty;
      expect(samples.filter(({ value }) => Number.isNaN(Number(value[1])))).to.deep.equal([]);
    });
  }

  it('the list of panels that may be empty, when a panel is gone, does not name it', () => {
    const titles = DASHBOARD.panels.map(({ title }) => title);
    expect(Object.keys(MAY_BE_EMPTY).filter((title) => !titles.includes(title))).to.deep.equal([]);
  });

  it('an expression, when it is wrong, is refused with its message', async () => {
    const fault = await prometheus.query('sum by (job (up)').then(
      () => 'no error',
      (error: Error) => error.message,
    );
    expect(fault).to.match(/parse error/);
  });
});
