import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { listLeaves, readValues, type ValuesKey } from '../../scripts/chart/read-values.ts';
import { CHART, listKind, pick, renderChart, tryToRender } from '../helpers/render-chart.ts';
import { mergeValues } from './options/group-options.ts';

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

  it('a value in a list, one that a map needs, or one in a record of the provider file, when null, then the chart names its place', async () => {
    const zoom = { publicUrl: null, providers: { zoom: {} } };
    for (const [values, place] of [
      [{ secrets: [null] }, /secrets\/0/],
      [{ extraEnv: [{ name: null }] }, /extraEnv\/0\/name/],
      [{ config: { tenants: { acme: zoom } } }, /config\/tenants\/acme\/publicUrl/],
      [{ apps: { zoom: { existingSecret: null } } }, /apps\/zoom/],
      [{ config: { providers: { zoom: { clientSecret: null } } } }, /config\/providers\/zoom\/clientSecret/],
      [
        { config: { tenants: { acme: { publicUrl: 'https://a.example', providers: { zoom: null } } } } },
        /config\/tenants\/acme\/providers\/zoom/,
      ],
      [{ config: { defaults: { limits: { token: { burst: null } } } } }, /limits\/token/],
    ] as const) {
      const { code, stderr } = await tryToRender({ values });
      expect(code).to.not.equal(0);
      expect(stderr)
        .to.match(place)
        .and.not.match(/executing "/);
    }
  });

  const record = { clientId: { value: 'i' }, clientSecret: { env: 'S' } };

  for (const [key, values, overlay] of [
    ['apps', { webex: { existingSecret: 's' } }, { webex: null }],
    ['apps', { zoom: { clientSecretKeys: ['k'] } }, { zoom: { clientSecretKeys: null } }],
    ['config.providers', { zoom: { idleDays: 9 } }, { zoom: null }],
    [
      'config.providers',
      { other: { extends: 'zoom', ...record, path: 'o', callback: 'p' } },
      { other: null },
    ],
    ['config.defaults', { language: 'de' }, { language: null }],
    ['config.labels', { team: 'mail' }, { team: null }],
    ['tenantSecrets.existingSecrets', { acme: 's' }, { acme: null }],
    ['commonLabels', { team: 'mail' }, { team: null }],
    ['podAnnotations', { note: 'x' }, { note: null }],
    ['nodeSelector', { disk: 'ssd' }, { disk: null }],
    ['resources', { limits: { cpu: 1 } }, { limits: { cpu: null } }],
    ['affinity', { nodeAffinity: {} }, { nodeAffinity: null }],
    ['readinessProbe', { successThreshold: 1 }, { successThreshold: null }],
  ] as const) {
    it(`${key} with ${JSON.stringify(overlay)} in a second file, when rendered, then as if the first had never had it`, async () => {
      const put = (inner: unknown): object =>
        key
          .split('.')
          .reverse()
          .reduce<unknown>((value, name) => ({ [name]: value }), inner) as object;
      const folder = mkdtempSync(join(tmpdir(), 'domi-overlay-'));
      try {
        const first = join(folder, 'first.yaml');
        writeFileSync(first, JSON.stringify(mergeValues([{ values: LEAST }, { values: put(values) }])));
        const { code, stdout, stderr } = await tryToRender({ valuesFile: first, values: put(overlay) });
        expect(code, stderr).to.equal(0);
        expect(stdout).to.equal((await tryToRender({})).stdout);
        expect((await tryToRender({ valuesFile: first })).stdout).to.not.equal(stdout);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  it('one of two tenants in a second file, when null, then the other one alone', async () => {
    const tenant = (host: string): object => ({
      publicUrl: `https://${host}.example`,
      providers: { zoom: {} },
    });
    const tenants = { a: tenant('a'), b: tenant('b') };
    const manifests = await renderChart({
      values: { publicUrl: null, config: { tenants: { ...tenants, a: null } } },
    });
    const { data } = pick(manifests, 'ConfigMap', 'domi-tenants-0') as unknown as {
      data: Record<string, string>;
    };
    expect(parse(data['20-tenants-0.yaml'] ?? '')).to.deep.equal({ tenants: { b: tenants.b } });
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
