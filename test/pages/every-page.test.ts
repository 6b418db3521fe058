import { expect } from 'chai';
import { createPages } from '../../src/pages/pages.ts';
import { CONSENT, FAULT, LANDING, listTags, renderEveryPage, TOKEN } from './samples.ts';

const HOSTILE = `"'><img src=x onerror=alert(1)></textarea><script>alert(1)</script>\u202e&amp;`;

describe('every page', () => {
  let pages: Record<string, string>;

  before(async () => {
    pages = await renderEveryPage();
  });

  const eachPage = (check: (html: string, name: string) => void) => () => {
    for (const [name, html] of Object.entries(pages)) check(html, name);
  };

  it(
    'when rendered, is a complete document with language, title, viewport and noindex',
    eachPage((html, name) => {
      expect(html, name).to.match(/^<!DOCTYPE html>\n<html lang="en" dir="ltr">/);
      expect(html, name).to.match(/<title>[^<]+<\/title>/);
      expect(html, name).to.contain('<meta name="viewport" content="width=device-width, initial-scale=1">');
      expect(html, name).to.contain('<meta name="robots" content="noindex">');
      expect(html, name).to.contain('<meta name="color-scheme" content="light dark">');
      expect(html.match(/<h1>/g), name).to.have.length(1);
    }),
  );

  it(
    'when a value is absent, does not print that it is',
    eachPage((html, name) => expect(html, name).to.not.match(/undefined|null|\[object|NaN/)),
  );

  it(
    'when served under the strict policy, has no inline style, script or handler to be blocked',
    eachPage((html, name) => {
      for (const tag of listTags(html)) expect(tag, name).to.not.match(/^<style|\s(style|on\w+)\s*=/i);
      for (const script of html.match(/<script[\s\S]*?<\/script>/g) ?? []) {
        expect(script, name).to.match(/^<script src="\/assets\/[^"]+" defer><\/script>$/);
      }
      expect(html, name).to.not.match(/<form|<iframe|<base/i);
    }),
  );

  it(
    'when it loads something, then only from this site; when it links elsewhere, then without a referrer',
    eachPage((html, name) => {
      for (const tag of listTags(html)) {
        const [, kind, address = ''] = /\s(href|src)="([^"]*)"/.exec(tag) ?? [];
        if (kind === undefined || /^(\/(?!\/)|\?lang=|https:\/\/domi\.example\.com\/)/.test(address))
          continue;
        expect(tag, name).to.match(
          /^<a class="(manage|consent|support)" href="https:[^"]*" rel="noreferrer">$/,
        );
      }
    }),
  );

  it('when it shows a token, links nowhere', () => {
    // RFC 9700 section 4.2.
    expect(pages.token)
      .to.be.a('string')
      .and.not.match(/<a\s|https?:/);
  });

  it('when values carry markup, shows it as text and grows no element or attribute', async () => {
    const { landing, token, consent, error } = await createPages();
    const view = {
      language: 'en',
      tenantName: HOSTILE,
      requestId: HOSTILE,
      assetBase: `/${HOSTILE}`,
      homePath: `/${HOSTILE}`,
    } as const;
    const name = { id: HOSTILE, label: HOSTILE };
    const link = { startUrl: `/${HOSTILE}`, signInHost: HOSTILE, manageUrl: HOSTILE };
    const [plain] = LANDING.services;
    const pairs = [
      [
        landing({ ...LANDING, ...view, services: [{ ...name, ...link }], rootUrl: HOSTILE }),
        landing({ ...LANDING, homePath: '/', services: plain ? [plain] : [] }),
      ],
      [token({ ...TOKEN, ...view, service: name, refreshToken: HOSTILE }), token(TOKEN)],
      [consent({ ...CONSENT, ...view, service: name, startUrl: HOSTILE }), consent(CONSENT)],
      [
        error({ ...FAULT, ...view, service: name, code: HOSTILE, time: HOSTILE, startUrl: HOSTILE }),
        error({ ...FAULT, code: 'x' }),
      ],
    ] as const;
    for (const [hostile, harmless] of pairs) {
      expect(listTags(hostile).map(toShape)).to.deep.equal(listTags(harmless).map(toShape));
    }
  });

  it('when a tenant name turns the writing direction, keeps that to the name', async () => {
    const { landing } = await createPages();
    const html = landing({ ...LANDING, tenantName: '\u202eemca' });
    expect(html).to.contain('<bdi class="tenant">\u202eemca</bdi>');
  });

  it('when the service has no tenants, leaves their name out', async () => {
    const { landing } = await createPages();
    expect(landing({ ...LANDING, tenantName: undefined })).to.not.contain('class="tenant"');
  });
});

/** `<a class="x" href="/y">` becomes `<a class href>`. */
function toShape(tag: string): string {
  return tag.replace(/="[^"]*"/g, '');
}
