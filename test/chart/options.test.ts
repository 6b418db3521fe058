import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { listLeaves, readValues } from '../../scripts/chart/read-values.ts';
import { CHART, type Manifest, renderChart } from '../helpers/render-chart.ts';
import { CONFIG_OPTIONS } from './options/config.ts';
import { METRICS_OPTIONS } from './options/metrics.ts';
import { NETWORK_OPTIONS } from './options/network.ts';
import { POD_OPTIONS } from './options/pod.ts';

const OPTIONS = [...CONFIG_OPTIONS, ...NETWORK_OPTIONS, ...POD_OPTIONS, ...METRICS_OPTIONS];

describe('the options of the chart', function () {
  this.timeout(60_000);

  let plain: Manifest[];
  before(async () => {
    plain = await renderChart({});
  });

  it('the keys of values.yaml, against the cases below, then each has one', () => {
    const keys = listLeaves(readValues(readFileSync(join(CHART, 'values.yaml'), 'utf8'))).map(
      ({ path }) => path,
    );
    expect(OPTIONS.map(({ key }) => key).sort()).to.deep.equal([...keys].sort());
  });

  for (const { key, values, look, expected } of OPTIONS) {
    it(`${key}, when set, then it shows in the manifests, and without it it does not`, async () => {
      expect(look(await renderChart({ values }))).to.deep.equal(expected);
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
