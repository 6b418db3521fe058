import { expect } from 'chai';
import { type BusyService, startBusyService } from './busy-service.ts';
import { checkExpression, type Knowledge } from './check-expression.ts';
import { learnFrom } from './knowledge.ts';
import { ALERTS, DASHBOARD, fillIn, nameOf, QUERIES, RULES } from './shipped-files.ts';

describe('PromQL of the shipped files', () => {
  let busy: BusyService;
  let knowledge: Knowledge;

  before(async () => {
    busy = await startBusyService();
    await busy.work();
    knowledge = learnFrom(await busy.scrape());
  });
  after(() => busy.stop());

  for (const rule of RULES) {
    it(`${nameOf(rule)}, when its expression is read, names only what a running service exposes`, () => {
      expect(checkExpression(rule.expr, knowledge).faults).to.deep.equal([]);
    });
  }

  for (const { alert, expr, annotations } of ALERTS) {
    it(`${alert}, when its texts are filled in, finds every label that they name`, () => {
      const { labels } = checkExpression(expr, knowledge);
      const named = Object.values(annotations).flatMap((text) => [...text.matchAll(/\$labels\.(\w+)/g)]);
      expect(named.map(([, name]) => name).filter((name) => !labels.has(name ?? ''))).to.deep.equal([]);
    });
  }

  for (const { name, expr, legend } of QUERIES) {
    it(`the dashboard's query "${name}", when it is read, names only what a running service exposes`, () => {
      const { faults, labels } = checkExpression(expr, knowledge);
      expect(faults).to.deep.equal([]);
      const named = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label ?? '');
      expect(named.filter((label) => !labels.has(label))).to.deep.equal([]);
    });
  }

  for (const { name, type, query } of DASHBOARD.templating.list.filter((each) => each.type === 'query')) {
    it(`the dashboard's variable ${name}, when its values are looked up, finds them (${type})`, () => {
      const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(query) ?? [];
      const { faults, labels } = checkExpression(fillIn(selector), knowledge);
      expect(faults).to.deep.equal([]);
      expect(labels).to.include(label);
    });
  }

  it("the dashboard's annotations, when they are read, name only what there is", () => {
    const faults = DASHBOARD.annotations.list.flatMap(
      ({ expr }) => checkExpression(fillIn(expr), knowledge).faults,
    );
    expect(faults).to.deep.equal([]);
  });

  describe('the check', () => {
    const rows: readonly (readonly [expression: string, fault: RegExp])[] = [
      ['domi_token_request_total', /domi_token_request_total is no metric/],
      ['domi_token_requests_total{result="success"}', /"result" is no label of domi_token_requests_total/],
      ['domi_token_requests_total{outcome="invalid_grand"}', /outcome is never invalid_grand/],
      ['domi_token_requests_total{outcome=~"success|invalid_grand"}', /outcome is never .*invalid_grand/],
      ['sum by (route) (domi_token_requests_total)', /"route" is no label/],
      ['sum(rate(domi_token_requests_total[5m]', /syntax error/],
      ['{job="domi"}', /names no metric/],
      [
        'sum by (job) (domi_tenants) / sum by (instance) (domi_tenants)',
        /never match, they differ in job,instance/,
      ],
      ['domi_tenants * on (provider) domi_token_requests_total', /"provider" is no label of domi_tenants/],
      [
        'histogram_quantile(0.9, sum(rate(domi_http_request_duration_seconds_bucket[5m])))',
        /"le" is no label/,
      ],
    ];
    for (const [expression, fault] of rows) {
      it(`finds the fault when the expression is ${expression}`, () => {
        const { faults } = checkExpression(expression, knowledge);
        expect(faults).to.have.length(1);
        expect(faults[0]).to.match(fault);
      });
    }

    const good: readonly (readonly [expression: string, labels: readonly string[]])[] = [
      ['sum by (job, provider) (rate(domi_token_requests_total[5m]))', ['job', 'provider']],
      ['absent(domi_build_info)', []],
      ['sum by (job) (domi_tenants) > on (job) group_left (version) domi_build_info', ['job', 'version']],
      [
        'histogram_quantile(0.9, sum by (job, le) (rate(domi_http_request_duration_seconds_bucket[5m])))',
        ['job'],
      ],
      ['1 - scalar(max(domi_tenants))', []],
    ];
    for (const [expression, labels] of good) {
      it(`tells the labels of the result when the expression is ${expression}`, () => {
        const checked = checkExpression(expression, knowledge);
        expect(checked.faults).to.deep.equal([]);
        expect([...checked.labels]).to.have.members([...labels]);
      });
    }
  });
});
