import { expect } from 'chai';
import { pick, renderChart } from '../helpers/render-chart.ts';

describe('the image of the chart', function () {
  this.timeout(60_000);

  for (const [repository, path] of [
    ['ghcr.io/mail/domi', 'mail/domi'],
    ['registry:5000/mail/domi', 'mail/domi'],
    ['localhost/domi', 'domi'],
    ['mail/domi', 'mail/domi'],
  ] as const) {
    it(`${repository}, with the registry of all charts, then that registry in place of its own`, async () => {
      const manifests = await renderChart({
        values: { image: { repository, tag: '9' }, global: { imageRegistry: 'mirror.example/' } },
      });
      for (const spec of [pick(manifests, 'Deployment').spec.template.spec, pick(manifests, 'Pod').spec]) {
        expect(spec.containers[0].image).to.equal(`mirror.example/${path}:9`);
      }
    });
  }
});
