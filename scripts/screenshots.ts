import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { LANGUAGES } from '../src/pages/texts/languages.ts';
import { launchBrowser } from '../src/sandbox/browser.ts';
import { GALLERY } from './screenshots/gallery.ts';
import { type GalleryServer, serveGallery } from './screenshots/serve-gallery.ts';

/**
 * `npm run screenshots -- OUT`: every page, in three languages, both colour schemes, on a desktop and a phone, as PNG files
 * in the folder OUT. The fonts of the packaged Chromium have no Chinese, Japanese and Korean; `--system-fonts` uses those of
 * the machine.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    language: { type: 'string', multiple: true, default: ['en', 'de', 'fr'] },
    /** Only pages whose name contains this. */
    page: { type: 'string', default: '' },
    'system-fonts': { type: 'boolean', default: false },
  },
});

const DEVICES = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 360, height: 780 },
} as const;
const SCHEMES = ['light', 'dark'] as const;

const [folder] = positionals;
const unknown = values.language.filter((language) => !LANGUAGES.some((known) => known === language));
if (folder === undefined || unknown.length > 0) {
  console.error(
    folder === undefined
      ? 'usage: npm run screenshots -- FOLDER [--language TAG] [--page NAME]'
      : `unknown language: ${unknown.join(', ')}; there are ${LANGUAGES.join(', ')}`,
  );
  process.exit(2);
}

const [browser, gallery] = await Promise.all([
  launchBrowser([], { systemFonts: values['system-fonts'] }),
  serveGallery(),
]);
try {
  console.log(`${await shootAll(browser, gallery, folder)} files in ${folder}`);
} finally {
  await browser.close();
  gallery.close();
}

async function shootAll(browser: Browser, gallery: GalleryServer, folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  let count = 0;
  for (const [device, viewport] of Object.entries(DEVICES)) {
    for (const colorScheme of SCHEMES) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      for (const language of values.language) {
        for (const { name } of GALLERY.filter((candidate) => candidate.name.includes(values.page))) {
          await page.goto(gallery.urlOf(name, language), { waitUntil: 'networkidle' });
          const path = join(folder, `${name}.${language}.${device}.${colorScheme}.png`);
          await page.screenshot({ path, fullPage: true });
          count += 1;
        }
      }
      await context.close();
    }
  }
  return count;
}
