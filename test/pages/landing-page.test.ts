import { expect } from 'chai';
import { createPages } from '../../src/pages/pages.ts';
import { LANDING, listTags } from './samples.ts';

describe('landing page', () => {
  it('when services are enabled, offers each one once with its start path', async () => {
    const pages = await createPages();
    const links = listTags(pages.landing(LANDING)).filter((tag) => tag.includes('class="service"'));
    expect(links).to.deep.equal([
      '<a class="service" data-service="zoom" href="/acme/dominoZoom/index.html">',
      '<a class="service" data-service="teams" href="/acme/dominoTeams/index.html">',
    ]);
  });

  it('when none is enabled, says so and names who can change it', async () => {
    const pages = await createPages();
    const html = pages.landing({ ...LANDING, services: [] });
    expect(html).to.contain('No meeting service is enabled').and.to.contain('administrator');
    expect(html).to.not.contain('class="service"');
  });

  it('when a label starts outside the basic plane, takes the whole character as its monogram', async () => {
    const pages = await createPages();
    const html = pages.landing({ ...LANDING, services: [{ id: 'x', label: '𝒵oom', startUrl: '/x' }] });
    expect(html).to.contain('aria-hidden="true">𝒵</span>');
  });
});
