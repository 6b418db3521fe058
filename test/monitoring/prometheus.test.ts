import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createCertificate, OPENSSL_MISSING, toTlsEnvironment } from '../helpers/certificate.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { findProgram, PROMETHEUS_MISSING, type Prometheus, startPrometheus } from '../helpers/prometheus.ts';
import { skipSuite, skipTest } from '../helpers/skip.ts';
import { type BusyService, startBusyService } from './busy-service.ts';
import { ALERTS_FILE, DASHBOARD, nameOf, QUERIES, RULES } from './shipped-files.ts';

/** Panels that are empty here, and why; every other panel has to show something. */
const MAY_BE_EMPTY: Readonly<Record<string, string>> = {
  'TLS certificate': 'the busy service speaks plain HTTP; another test is about that one',
};

/** Starting and stopping take long on a machine that does much else. */
const TIMEOUT = 120_000;

describe('a real Prometheus', () => {
  let program: string;

  before(async function () {
    program = (await findProgram('prometheus')) ?? skipSuite(this, PROMETHEUS_MISSING);
  });

  describe('that scrapes a service in trouble', () => {
    let busy: BusyService;
    let prometheus: Prometheus;

    before(async function () {
      this.timeout(TIMEOUT);
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
      expect(faulty.map(({ name, health, lastError }) => `${name} ${health}: ${lastError}`)).to.deep.equal(
        [],
      );
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

    for (const [alert, labels] of [
      ['DomiClientCredentialsRefused', 'alertstate="firing",severity="warning",provider="webex"'],
      // These wait for some minutes before they fire.
      ['DomiStoreDown', 'alertstate="pending"'],
      ['DomiProviderCircuitOpen', 'alertstate="pending",provider="teams"'],
    ]) {
      it(`${alert}, when it happens in the running service, is raised`, async () => {
        const [sample] = await prometheus.waitFor(`ALERTS{alertname="${alert}",job="domi",${labels}}`);
        expect(sample?.value[1]).to.equal('1');
      }).timeout(TIMEOUT);
    }

    it('an expression, when it is wrong, is refused with its message', async () => {
      const fault = await prometheus.query('sum by (job (up)').then(
        () => 'no error',
        (error: Error) => error.message,
      );
      expect(fault).to.match(/parse error/);
    });
  });

  describe('that scrapes services which do well', () => {
    let folder: string;
    let plain: TestService;
    let withTls: TestService | undefined;
    let prometheus: Prometheus;

    before(async function () {
      this.timeout(TIMEOUT);
      folder = mkdtempSync(join(tmpdir(), 'domi-monitoring-'));
      const files = createCertificate(folder);
      plain = await createTestService();
      if (files) {
        const environment = toTlsEnvironment(files);
        withTls = await createTestService({ environment });
      }
      prometheus = await startPrometheus(program, {
        targets: [
          plain.managementUrl,
          ...(withTls ? [withTls.managementUrl.replace('http:', 'https:')] : []),
        ],
        ruleFiles: [ALERTS_FILE],
      });
      await prometheus.waitFor(`count(domi_build_info) == ${withTls ? 2 : 1}`);
      for (const path of ['/', '/dominoZoom/index.html', '/diag']) await plain.get(path);
      await prometheus.waitFor('domi_http_request_duration_seconds_count{route="start"}');
      await prometheus.waitForRules();
      // A round of scrapes and rules after that.
      await prometheus.waitFor(
        'timestamp(domi:refresh_slo_objective:ratio) > scalar(max(timestamp(domi_build_info)))',
      );
    });
    after(async () => {
      await prometheus?.stop();
      await plain?.stop();
      await withTls?.stop();
      rmSync(folder, { recursive: true });
    });

    it('no alert, when nothing is wrong, is raised or about to be', async () => {
      const instance = new URL(plain.managementUrl).host;
      const alerts = await prometheus.query(`ALERTS{instance=~"${instance}|"}`);
      expect(alerts.map(({ metric }) => metric)).to.deep.equal([]);
    });

    it('a certificate, when it is good for two days, is measured, and the alert is about to be raised', async function () {
      if (withTls === undefined) return skipTest(this, OPENSSL_MISSING);
      const instance = new URL(withTls.managementUrl).host;
      const panel = QUERIES.find(({ name }) => name === 'TLS certificate A');
      const [sample] = await prometheus.query(panel?.expr ?? '');
      expect(Number(sample?.value[1])).to.be.within(86_400, 2 * 86_400);
      const [alert] = await prometheus.waitFor(`ALERTS{alertname="DomiTlsCertificateExpiryImminent"}`);
      expect(alert?.metric).to.include({ instance, severity: 'critical', alertstate: 'pending' });
    }).timeout(TIMEOUT);
  });
});
