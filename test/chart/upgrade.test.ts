import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import {
  LEAST_VALUES,
  listKind,
  type Manifest,
  parseManifests,
  renderChart,
} from '../helpers/render-chart.ts';

/**
 * For each release: `values.yaml`, all values of that release as `helm upgrade --reuse-values` brings them along, and
 * `manifests.yaml`, what it rendered from the least values.
 */
const RELEASES = join(import.meta.dirname, 'releases');

/** What Kubernetes refuses to change in a resource that exists. */
const IMMUTABLE: Readonly<Record<string, (manifest: Manifest) => unknown>> = {
  Deployment: ({ spec }) => spec.selector,
  Service: ({ spec }) => spec.clusterIP ?? 'given by the cluster',
};

describe('an upgrade of the chart', function () {
  this.timeout(60_000);

  for (const release of readdirSync(RELEASES)) {
    it(`the values of ${release}, in the chart of today, then accepted`, async () => {
      const values = parse(readFileSync(LEAST_VALUES, 'utf8')) as object;
      const manifests = await renderChart({ valuesFile: join(RELEASES, release, 'values.yaml'), values });
      expect(listKind(manifests, 'Deployment')).to.have.length(1);
    });

    it(`the resources of ${release}, in the chart of today, then still there under their names, immutable fields unchanged`, async () => {
      const before = parseManifests(readFileSync(join(RELEASES, release, 'manifests.yaml'), 'utf8'));
      const after = await renderChart({});
      expect(before.length).to.be.greaterThan(5);
      for (const old of before) {
        const name = `${old.kind}/${old.metadata.name}`;
        const now = after.find(({ kind, metadata }) => `${kind}/${metadata.name}` === name);
        expect(now, name).to.not.equal(undefined);
        const look = IMMUTABLE[old.kind];
        if (look !== undefined && now !== undefined) expect(look(now), name).to.deep.equal(look(old));
      }
    });

    it(`the Service of ${release}, while pods are replaced, then it selects old and new ones`, async () => {
      const before = parseManifests(readFileSync(join(RELEASES, release, 'manifests.yaml'), 'utf8'));
      const [oldPod, newPod] = [before, await renderChart({})].map(
        (manifests) => listKind(manifests, 'Deployment')[0]?.spec.template.metadata.labels,
      );
      for (const { spec } of listKind(await renderChart({}), 'Service')) {
        expect(oldPod).to.include(spec.selector);
        expect(newPod).to.include(spec.selector);
      }
    });
  }
});
