import { expect } from 'chai';
import { createPages } from '../../src/pages/pages.ts';
import type { Pages, ServiceLink } from '../../src/pages/views.ts';
import { LANDING, listTags, readText } from './samples.ts';

describe('landing page', () => {
  let pages: Pages;

  before(async () => {
    pages = await createPages();
  });

  it('when services are enabled, offers each one once with its start path, colour and host', () => {
    const html = pages.landing(LANDING);
    const links = listTags(html).filter((tag) => tag.includes('class="service"'));
    expect(links).to.deep.equal([
      '<a class="service" data-service="zoom" data-tone="zoom" href="/acme/dominoZoom/index.html">',
      '<a class="service" data-service="teams" data-tone="teams" href="/acme/dominoTeams/index.html">',
    ]);
    expect(html).to.contain('Sign in at zoom.us').and.contain('Sign in at login.microsoftonline.com');
  });

  it('when an app can be removed by hand, says where', () => {
    expect(listTags(pages.landing(LANDING)).filter((tag) => tag.includes('class="manage"'))).to.deep.equal([
      '<a class="manage" href="https://marketplace.zoom.us/user/installed" rel="noreferrer">',
    ]);
    const services = LANDING.services.map((service) => ({ ...service, manageUrl: undefined }));
    expect(pages.landing({ ...LANDING, services })).to.not.contain('Removing access');
  });

  it('when an administrator reads it, has the root URL to enter in Notes', () => {
    expect(readText(pages.landing(LANDING), /id="root-url"/)).to.equal('https://domi.example.com/acme');
  });

  it('when none is enabled, says so and names who can change it', () => {
    const html = pages.landing({ ...LANDING, services: [] });
    expect(html).to.contain('No meeting service is enabled').and.to.contain('administrator');
    expect(html).to.not.contain('class="service"');
  });

  const monograms: readonly (readonly [label: string, letter: string])[] = [
    ['𝒵oom', '𝒵'],
    ['Microsoft Teams (GCC High)', 'T'],
    ['Google Meet', 'M'],
    ['Zoom for Government', 'Z'],
    ['会議', '会'],
    ['(odd)', ''],
  ];
  for (const [label, letter] of monograms) {
    it(`when a service is called ${label}, has the monogram "${letter}"`, () => {
      const service: ServiceLink = { ...(LANDING.services[0] as ServiceLink), id: 'x', label };
      expect(pages.landing({ ...LANDING, services: [service] })).to.contain(`aria-hidden="true">${letter}<`);
    });
  }

  it('when languages are offered, links each by its own name, marked as such', () => {
    const languages = [
      { language: 'en', href: '?lang=en' },
      { language: 'ja', href: '?lang=ja' },
    ] as const;
    const html = pages.landing({ ...LANDING, languages });
    expect(html).to.contain('<a href="?lang=en" lang="en" hreflang="en" aria-current="true">English</a>');
    expect(html).to.contain('<a href="?lang=ja" lang="ja" hreflang="ja">日本語</a>');
  });
});
