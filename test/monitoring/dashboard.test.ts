import { expect } from 'chai';
import { DASHBOARD, type Panel } from './shipped-files.ts';

const { panels } = DASHBOARD;
const charts = panels.filter(({ type }) => type !== 'row');
const COLUMNS = 24;

describe('the Grafana dashboard', () => {
  it('when it is imported twice, is one dashboard, in a format that Grafana knows', () => {
    expect(DASHBOARD.uid).to.equal('domi');
    expect(DASHBOARD.schemaVersion).to.be.at.least(39);
  });

  it('when its panels are counted, has rows for all that an operator asks about', () => {
    expect(panels.filter(({ type }) => type === 'row').map(({ title }) => title)).to.deep.equal([
      'Overview',
      'Refreshes and outcomes',
      'Providers',
      'Tenants and limits',
      'HTTP',
      'Configuration and secrets',
      'Node runtime',
    ]);
  });

  it('when its panels are compared, finds no id and no title twice', () => {
    expect(new Set(panels.map(({ id }) => id)).size).to.equal(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).to.equal(panels.length);
  });

  it('when it is laid out, has no panel over another one or over the edge', () => {
    const faults = panels.flatMap((panel, index) => {
      const { x, w } = panel.gridPos;
      const beyond = x < 0 || x + w > COLUMNS ? [`${panel.title} is over the edge`] : [];
      const over = panels.slice(index + 1).filter((other) => overlaps(panel, other));
      return [...beyond, ...over.map((other) => `${panel.title} is over ${other.title}`)];
    });
    expect(faults).to.deep.equal([]);
  });

  for (const { title, description, fieldConfig, datasource, targets = [] } of charts) {
    it(`${title}, when somebody looks at it, has a unit, an explanation and the chosen data source`, () => {
      expect(fieldConfig?.defaults.unit).to.be.a('string').and.not.empty;
      expect(description).to.be.a('string').and.not.empty;
      expect(targets).to.not.be.empty;
      expect(
        [datasource, ...targets.map((target) => target.datasource)].map((source) => source?.uid),
      ).to.satisfy((uids: string[]) => uids.every((uid) => uid === '$datasource'));
      expect(targets.map(({ legendFormat }) => legendFormat)).to.not.include('');
    });
  }

  it('when everything is chosen, also takes in series without the label', () => {
    const variables = DASHBOARD.templating.list.filter(({ type }) => type === 'query');
    expect(variables.map(({ name }) => name)).to.deep.equal([
      'namespace',
      'job',
      'instance',
      'provider',
      'tenant',
    ]);
    expect(variables.map(({ allValue }) => allValue)).to.satisfy((all: string[]) =>
      all.every((value) => value === '.*'),
    );
  });
});

function overlaps({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
