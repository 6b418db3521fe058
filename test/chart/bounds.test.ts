import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../src/config/load-config.ts';
import { ConfigError } from '../../src/config/report/config-error.ts';
import { listCredentialPrefixes, listKnownVariables } from '../../src/config/settings/known-variables.ts';
import { CHART, type Manifest, parseManifests, pick, tryToRender } from '../helpers/render-chart.ts';
import { FILE_BOUNDS, SETTING_BOUNDS, type SettingBounds, WITHOUT_BOUNDS } from './bounds/setting-bounds.ts';
import { groupBySeparatePaths, mergeValues } from './options/group-options.ts';

type Environment = Record<string, string>;

/** What the least values make, without files that only a pod has. */
const LEAST_ENVIRONMENT: Environment = { OAUTH_HOSTNAME: 'https://domi.example.com' };
const LEAST_FILE = {
  providers: { zoom: { clientId: { value: 'i' }, clientSecret: { file: '/run/secrets/domi/s/k' } } },
};

/** @returns the faults that the service would end with, or undefined */
function findFaults(environment: Environment, files: readonly object[]): string | undefined {
  const sources = {
    files: files.map((file, index) => ({
      name: `/etc/domi/config/${index}.yaml`,
      text: JSON.stringify(file),
    })),
    hash: '',
  };
  try {
    loadConfig(environment, { secrets: 'unread', sources });
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
}

/** The environment of the pod, as far as it has values. */
function readEnvironment(manifests: readonly Manifest[]): Environment {
  const [{ env }] = pick(manifests, 'Deployment').spec.template.spec.containers;
  const entries = (env as { name: string; value?: string }[]).filter(({ value }) => value !== undefined);
  return Object.fromEntries(entries.map(({ name, value = '' }) => [name, value]));
}

function put(key: string, value: unknown): object {
  return key
    .split('.')
    .reverse()
    .reduce<unknown>((inner, name) => ({ [name]: inner }), value) as object;
}

const textOf = ({ toText = String as (value: never) => string }: SettingBounds, value: unknown): string =>
  toText(value as never);

/** @returns the faults that the service has with a value, whatever the chart says */
function askService(bounds: SettingBounds, value: unknown): string | undefined {
  const { variable, toFile } = bounds;
  if (toFile !== undefined) return findFaults(LEAST_ENVIRONMENT, [LEAST_FILE, toFile(value as never)]);
  const beside: Environment = variable === 'DOMI_STORE_MASTER' ? { DOMI_STORE_MODE: 'sentinel' } : {};
  // Without an address, the mode of the store is not read.
  const store: Environment = variable?.startsWith('DOMI_STORE') ? { DOMI_STORE_URL: 'redis://s' } : {};
  const own = { [variable ?? '']: textOf(bounds, value) };
  const endpoint: Environment =
    variable === 'OTEL_EXPORTER_OTLP_PROTOCOL' ? { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' } : {};
  return findFaults({ ...LEAST_ENVIRONMENT, ...beside, ...store, ...endpoint, ...own }, [LEAST_FILE]);
}

const show = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 70 ? `${text.slice(0, 60)}… (${text.length} characters)` : text;
};

interface Trial {
  readonly bounds: SettingBounds;
  readonly value: unknown;
  readonly values: object;
  readonly faults: string | undefined;
}

const TRIALS: readonly Trial[] = [...SETTING_BOUNDS, ...FILE_BOUNDS].flatMap((bounds) =>
  bounds.tried.map((value) => ({
    bounds,
    value,
    values: mergeValues([{ values: bounds.beside ?? {} }, { values: put(bounds.key, value) }]),
    faults: askService(bounds, value),
  })),
);

describe('the bounds of values', function () {
  this.timeout(300_000);

  const together = new Map<Trial, string>();
  before(async () => {
    const sound = TRIALS.filter(({ faults }) => faults === undefined);
    for (const group of groupBySeparatePaths(sound)) await renderTogether(group);
  });

  /** All of them in one run of helm; in halves where the chart refuses one. A run for each would take a minute more. */
  async function renderTogether(group: readonly Trial[]): Promise<void> {
    const { code, stdout } = await tryToRender({ values: mergeValues(group) });
    const middle = Math.ceil(group.length / 2);
    if (code === 0) {
      for (const trial of group) together.set(trial, stdout);
    } else if (middle < group.length) {
      await renderTogether(group.slice(0, middle));
      await renderTogether(group.slice(middle));
    }
  }

  for (const bounds of [...SETTING_BOUNDS, ...FILE_BOUNDS]) {
    const { key, variable, stricter, beside = {} } = bounds;
    const render = (value: unknown): ReturnType<typeof tryToRender> =>
      tryToRender({ values: mergeValues([{ values: beside }, { values: put(key, value) }]) });

    for (const trial of TRIALS.filter((one) => one.bounds === bounds)) {
      const { value, faults, values } = trial;
      it(`${key}, when ${show(value)}, then the chart renders it exactly if the service starts with it`, async () => {
        const rendered = together.get(trial);
        const { code, stdout, stderr } =
          rendered === undefined ? await tryToRender({ values }) : { code: 0, stdout: rendered, stderr: '' };
        if (code !== 0) {
          expect(faults, `the service takes what the chart refuses: ${stderr}`).to.be.a('string');
          expect(stderr).to.match(new RegExp(key.replaceAll('.', '[./]')));
          expect(stderr).to.not.match(/executing "/);
          return;
        }
        expect(faults, 'the chart renders what the service refuses').to.equal(undefined);
        const manifests = parseManifests(stdout);
        if (variable !== undefined && textOf(bounds, value) !== '')
          expect(readEnvironment(manifests)[variable]).to.equal(textOf(bounds, value));
      });
    }

    for (const value of stricter?.values ?? []) {
      it(`${key}, when ${show(value)}, then it is refused although the service takes it: ${stricter?.why}`, async () => {
        expect(askService(bounds, value)).to.equal(undefined);
        expect((await render(value)).stderr).to.match(new RegExp(key.replaceAll('.', '[./]')));
      });
    }
  }

  it('the tables, when read, then each has values that the service takes and values that it refuses', () => {
    for (const bounds of [...SETTING_BOUNDS, ...FILE_BOUNDS]) {
      const verdicts = new Set(bounds.tried.map((value) => askService(bounds, value) === undefined));
      expect([...verdicts], bounds.key).to.have.length(2);
    }
  });

  it('the settings of the service, against the tables, then those that the chart sets are in one', () => {
    const template = readFileSync(join(CHART, 'templates', '_pod.tpl'), 'utf8');
    const isSet = (name: string): boolean => new RegExp(`name: ${name}(_FILE)?[,\\n]`).test(template);
    const credentials = listCredentialPrefixes();
    const settings = [...listKnownVariables()].filter(
      (name) => !credentials.some((prefix) => name.startsWith(`${prefix}_`)) && !name.endsWith('_FILE'),
    );
    const covered = [
      ...SETTING_BOUNDS.map(({ variable }) => variable ?? ''),
      ...Object.keys(WITHOUT_BOUNDS),
      // A file of the pod.
      'DOMI_LOGO_FILE',
    ];
    expect(settings.filter(isSet).filter((name) => !covered.includes(name))).to.deep.equal([]);
    expect(covered.filter((name) => !isSet(name))).to.deep.equal([]);
  });

  it('several values beyond their bounds, when rendered, then one run names all of them', async () => {
    for (const values of [
      { probeSeconds: 30, metrics: { tenantLabels: 5000 }, appearance: { supportUrl: 'http://a' } },
      {
        publicUrl: 'https://domi.example.com:99999',
        trustedProxies: ['10.0.0.0/33', '0.0.0.0/0'],
        otel: { endpoint: 'http://a b' },
      },
    ])
      expect((await tryToRender({ values })).stderr.match(/^- /gm)).to.have.length.greaterThanOrEqual(3);
  });
});
