import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import { listLeaves, readValues } from '../../scripts/chart/read-values.ts';
import {
  CHART,
  type Manifest,
  parseManifests,
  ROOT,
  renderChart,
  tryToRender,
} from '../helpers/render-chart.ts';
import { OPTIONS } from './options/all-options.ts';
import { groupBySeparatePaths, mergeValues } from './options/group-options.ts';
import type { OptionCase } from './options/looks.ts';

/** Settings of the service without a value in the chart, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  DOMI_ALLOW_INSECURE_PROVIDERS: 'for the demo and tests only',
  DOMI_COMMIT: 'the image sets it',
};

/** Keys whose effect is no manifest, and where it is tested. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  enabled: 'umbrella.test.ts',
};

describe('the options of the chart', function () {
  this.timeout(60_000);

  let plain: Manifest[];
  const together = new Map<OptionCase, Manifest[]>();
  before(async () => {
    plain = await renderChart({});
    for (const group of groupBySeparatePaths(OPTIONS)) await renderTogether(group);
  });

  /** All of them in one run of helm; in halves where two contradict each other. */
  async function renderTogether(group: readonly OptionCase[]): Promise<void> {
    const { code, stdout } = await tryToRender({ values: mergeValues(group) });
    const middle = Math.ceil(group.length / 2);
    if (code === 0) {
      const manifests = parseManifests(stdout);
      for (const option of group) together.set(option, manifests);
    } else if (middle < group.length) {
      await renderTogether(group.slice(0, middle));
      await renderTogether(group.slice(middle));
    }
  }

  it('the keys of values.yaml, against the cases below, then each has one', () => {
    const keys = listLeaves(readValues(readFileSync(join(CHART, 'values.yaml'), 'utf8'))).map(
      ({ path }) => path,
    );
    const covered = [...OPTIONS.map(({ key }) => key), ...Object.keys(ELSEWHERE)];
    expect(covered.sort()).to.deep.equal([...keys].sort());
  });

  it('the settings that the service reads, against the chart, then it has a value for each', () => {
    const folder = join(ROOT, 'src', 'config');
    const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    const settings = new Set(source.join('\n').match(/(?<=['.])DOMI_[A-Z_]+/g));
    expect([...settings]).to.include.members(['DOMI_STORE_URL', 'DOMI_LIMITS', 'DOMI_AUDIT_LOG']);
    const template = readFileSync(join(CHART, 'templates', '_pod.tpl'), 'utf8');
    const missing = [...settings].filter((name) => !new RegExp(`name: ${name}(_FILE)?,`).test(template));
    expect(missing.sort()).to.deep.equal(Object.keys(LEFT_OUT));
  });

  for (const option of OPTIONS) {
    const { key, values, look, expected } = option;
    it(`${key}, when set, then it shows in the manifests, and without it it does not`, async () => {
      // Beside the others of its group; alone when they are in its way.
      if (!isDeepStrictEqual(lookOrNothing(look, together.get(option) ?? []), expected)) {
        expect(look(await renderChart({ values }))).to.deep.equal(expected);
      }
      expect(lookOrNothing(look, plain)).to.not.deep.equal(expected);
    });
  }
});

/** The resource may be missing altogether. */
function lookOrNothing(
  look: (manifests: readonly Manifest[]) => unknown,
  manifests: readonly Manifest[],
): unknown {
  try {
    return look(manifests);
  } catch {
    return 'nothing';
  }
}
