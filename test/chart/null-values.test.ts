import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { listLeaves, readValues, type ValuesKey } from '../../scripts/chart/read-values.ts';
import { CHART, listKind, pick, renderChart, tryToRender } from '../helpers/render-chart.ts';

const KEYS = readValues(readFileSync(join(CHART, 'values.yaml'), 'utf8'));

/** The only key for which null is a value of its own: test below. */
const MEANS_SOMETHING = 'replicaCount';

/** Turns on what is off, so that more of each template is rendered. */
const EVERYTHING = {
  ingress: { enabled: true },
  httpRoute: { enabled: true, parentRefs: [{ name: 'public' }] },
  autoscaling: { enabled: true },
  networkPolicy: { enabled: true },
  metrics: {
    serviceMonitor: { enabled: true },
    prometheusRule: { enabled: true },
    dashboard: { enabled: true },
  },
};

/** All keys of values.yaml, sections too. */
function listPaths(keys: readonly ValuesKey[]): string[] {
  return keys.flatMap(({ path, children }) => [path, ...listPaths(children)]);
}

function has(values: unknown, path: string): boolean {
  let value = values;
  for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
  return value !== undefined;
}

/** Null at each of the paths that these values leave alone. */
function putNulls(values: object, paths: readonly string[]): object {
  const result = structuredClone(values) as Record<string, unknown>;
  for (const path of paths.filter((one) => !has(values, one))) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let section: Record<string, unknown> | null = result;
    // A section that is null already has no children.
    for (const name of names) {
      if (section && section[name] === undefined) section[name] = {};
      section = (section?.[name] ?? null) as Record<string, unknown> | null;
    }
    if (section) section[last] = null;
  }
  return result;
}

const LEAST = parse(readFileSync(join(import.meta.dirname, 'least-values.yaml'), 'utf8')) as object;

describe('null in the values of the chart', function () {
  this.timeout(120_000);

  const paths = listPaths(KEYS).filter((path) => path !== MEANS_SOMETHING);
  const leaves = listLeaves(KEYS)
    .map(({ path }) => path)
    .filter((path) => path !== MEANS_SOMETHING);

  for (const [what, more] of [
    ['the least values', {}],
    ['everything turned on', EVERYTHING],
  ] as const) {
    const base = { ...LEAST, ...more };

    it(`every key at once, with ${what}, then the same manifests as without them`, async () => {
      const plain = await tryToRender({ values: base });
      expect(plain.code, plain.stderr).to.equal(0);
      for (const nulls of [putNulls(base, leaves), putNulls(base, paths)]) {
        const { code, stdout, stderr } = await tryToRender({ values: nulls });
        expect(code, stderr).to.equal(0);
        expect(stdout).to.equal(plain.stdout);
      }
    });
  }

  it('a required key, when null, then the sentence for a key that is missing', async () => {
    for (const [key, sentence] of [
      ['publicUrl', /publicUrl is missing/],
      ['apps', /no OAuth app is configured/],
    ] as const) {
      expect((await tryToRender({ values: { [key]: null } })).stderr).to.match(sentence);
    }
  });

  it('a value in a free map or list, when null, then the chart names its place', async () => {
    for (const [values, place] of [
      [{ podLabels: { team: null } }, /podLabels\/team/],
      [{ secrets: [null] }, /secrets\/0/],
      [{ config: { tenants: { acme: null } } }, /config\/tenants\/acme/],
      [{ extraEnv: [{ name: null }] }, /extraEnv\/0\/name/],
      [{ apps: { webex: null } }, /apps\/webex/],
    ] as const) {
      const { code, stderr } = await tryToRender({ values });
      expect(code).to.not.equal(0);
      expect(stderr)
        .to.match(place)
        .and.not.match(/executing "/);
    }
  });

  it('a field of a default that is a free map, when null, then it is left out', async () => {
    const values = { resources: { requests: { cpu: null } }, podSecurityContext: { fsGroup: null } };
    const { spec } = pick(await renderChart({ values }), 'Deployment').spec.template;
    expect(spec.containers[0].resources.requests).to.not.have.property('cpu');
    expect(spec.securityContext).to.not.have.property('fsGroup');
  });

  it('replicaCount, when null, then the number is left to others, and the disruption budget stays', async () => {
    const manifests = await renderChart({ values: { replicaCount: null } });
    expect(pick(manifests, 'Deployment').spec).to.not.have.property('replicas');
    expect(listKind(manifests, 'PodDisruptionBudget')).to.have.length(1);
  });

  it('every template, when read, then it begins by putting defaults in the place of null', () => {
    const folder = join(CHART, 'templates');
    const templates = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(yaml|txt)$/.test(name),
    );
    expect(templates).to.have.length.greaterThan(15);
    for (const name of templates) {
      expect(readFileSync(join(folder, name), 'utf8'), name).to.match(
        /^\{\{- include "domi\.prepare" \. -?\}\}/,
      );
    }
  });
});
