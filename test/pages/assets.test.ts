import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { GALLERY } from '../../scripts/screenshots/gallery.ts';
import { createPages } from '../../src/pages/pages.ts';
import { LANGUAGES } from '../../src/pages/texts/languages.ts';
import type { Asset } from '../../src/pages/views.ts';
import { renderEveryPage } from './samples.ts';

/** Bytes, with room to grow; a page with everything stays below 100 KB, the Latin-extended font comes on demand. */
const LIMITS: Readonly<Record<string, number>> = {
  'inter-latin.woff2': 60_000,
  'inter-latin-ext.woff2': 100_000,
  'page.css': 18_000,
  'page.js': 4_000,
  'logo.svg': 2_000,
};

const TYPES: Readonly<Record<string, string>> = {
  woff2: 'font/woff2',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

describe('assets', () => {
  let assets: ReadonlyMap<string, Asset>;

  before(async () => {
    ({ assets } = await createPages());
  });

  it('when named, carry the hash of what they hold and the type of their extension', () => {
    for (const [path, { body, contentType }] of assets) {
      const [, hash, extension] = /^\/assets\/[a-z-]+\.([0-9a-f]{12})\.(\w+)$/.exec(path) ?? [];
      expect(createHash('sha256').update(body).digest('hex'), path).to.satisfy((full: string) =>
        full.startsWith(hash ?? '-'),
      );
      expect(contentType, path).to.equal(TYPES[extension ?? '']);
    }
  });

  it('when referred to by a page or the style sheet, exist; and all of them are referred to', async () => {
    const texts = Object.values(await renderEveryPage());
    for (const [path, { body }] of assets) if (path.endsWith('.css')) texts.push(body.toString());
    const inPages = texts.flatMap((text) => text.match(/\/assets\/[^"\s]+/g) ?? []);
    const inStyle = texts.flatMap((text) => text.match(/(?<=url\(")[^"/]+(?="\))/g) ?? []);
    const referred = new Set([...inPages, ...inStyle.map((name) => `/assets/${name}`)]);
    expect([...referred].sort()).to.deep.equal([...assets.keys()].sort());
  });

  it('when styled, is whole, in order, without comments, and needs nothing from another site', () => {
    for (const [path, { body }] of assets) {
      if (!path.endsWith('.css')) continue;
      const style = body.toString();
      expect(style, path).to.match(/^@font-face[\s\S]*\n@media print \{[\s\S]*\}\n$/);
      expect(style, path).to.not.match(/https?:|@import|data:|url\("?\/\/|\/\*/);
    }
  });

  it('when sent over a slow line, stay small', () => {
    expect(assets.size).to.equal(Object.keys(LIMITS).length);
    for (const [path, { body }] of assets) {
      const name = path.replace(/^\/assets\//, '').replace(/\.[0-9a-f]{12}/, '');
      console.log(`      ${name}: ${body.length} bytes`);
      expect(body.length, name).to.be.within(200, LIMITS[name] ?? 0);
    }
  });

  it('when a page is loaded with all that it needs but the font, is below 30 KB, uncompressed, in every language', async () => {
    const pages = await createPages();
    const shared = [...assets].filter(([path]) => !path.endsWith('.woff2'));
    const sharedBytes = shared.reduce((sum, [, { body }]) => sum + body.length, 0);
    for (const language of LANGUAGES) {
      for (const { name, render } of GALLERY) {
        const bytes = Buffer.byteLength(render(pages, language)) + sharedBytes;
        expect(bytes, `${name} ${language}`).to.be.within(10_000, 30_000);
      }
    }
  });

  it('when made twice, have the same paths, so that replicas can answer for each other', async () => {
    const again = await createPages();
    expect([...again.assets.keys()]).to.deep.equal([...assets.keys()]);
  });
});
