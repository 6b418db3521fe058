import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Asset, ContentCoding } from './views.ts';

/** Below the home path of each tenant, since an ingress may route only that path to the service. */
const ASSET_FOLDER = 'assets/';
const LENGTH_OF_HASH = 12;

const OWN_FILES = join(import.meta.dirname, 'files');
const FONT_PACKAGE = '@fontsource-variable/inter/files/';

export interface Assets {
  readonly byPath: ReadonlyMap<string, Asset>;
  /** Path of each file by its plain name, relative to the home path: `assets/page.3f2a9c01b7d4.css`. */
  readonly paths: Readonly<Record<AssetName, string>>;
}

export type AssetName = 'inter-latin.woff2' | 'inter-latin-ext.woff2' | 'logo.svg' | 'page.css' | 'page.js';

export async function loadAssets(): Promise<Assets> {
  const byPath = new Map<string, Asset>();
  const add = (name: AssetName, contentType: string, body: Buffer): string => {
    const path = ASSET_FOLDER + nameByContent(name, body);
    byPath.set(`/${path}`, { contentType, body, ...compress(contentType, body) });
    return path;
  };

  const fonts = {
    'inter-latin.woff2': add('inter-latin.woff2', 'font/woff2', await readFont('inter-latin-wght-normal')),
    'inter-latin-ext.woff2': add(
      'inter-latin-ext.woff2',
      'font/woff2',
      await readFont('inter-latin-ext-wght-normal'),
    ),
  };
  const style = insertPaths(await readStyle(), fonts);
  const paths = {
    ...fonts,
    'logo.svg': add('logo.svg', 'image/svg+xml', await readOwn('logo.svg')),
    'page.css': add('page.css', 'text/css; charset=utf-8', style),
    'page.js': add('page.js', 'text/javascript; charset=utf-8', await readOwn('page.js')),
  };
  return { byPath, paths };
}

/** Runs once, at start, so that no request waits for it. woff2 fonts are compressed already. */
function compress(contentType: string, body: Buffer): Pick<Asset, 'encodings'> {
  if (contentType.startsWith('font/')) return {};
  const size = { [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  const encodings = new Map<ContentCoding, Buffer>([
    ['br', brotliCompressSync(body, { params: size })],
    ['gzip', gzipSync(body, { level: constants.Z_BEST_COMPRESSION })],
  ]);
  return { encodings };
}

/** `page.css` becomes `page.3f2a9c01b7d4.css`: a changed file gets another address, so caches never go stale. */
function nameByContent(name: string, body: Buffer): string {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, LENGTH_OF_HASH);
  const dot = name.lastIndexOf('.');
  return `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
}

/**
 * Runs before the style sheet is hashed, so that a new font changes its address too. The paths are relative to the style
 * sheet, which is in the same folder.
 */
function insertPaths(style: string, paths: Readonly<Record<string, string>>): Buffer {
  const text = style.replace(/url\("([^"]+)"\)/g, (_, name: string) => {
    const path = paths[name];
    if (path === undefined) throw new Error(`page.css refers to ${name}, which is not an asset`);
    return `url("${path.slice(ASSET_FOLDER.length)}")`;
  });
  return Buffer.from(text);
}

/** One style sheet for the browser, of parts with comments for those who edit it; their numbers give the order. */
async function readStyle(): Promise<string> {
  const folder = join(OWN_FILES, 'style');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.css')).sort();
  const parts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return parts.join('').replace(/\/\*[\s\S]*?\*\/\s*/g, '');
}

function readOwn(name: AssetName): Promise<Buffer> {
  return readFile(join(OWN_FILES, name));
}

function readFont(name: string): Promise<Buffer> {
  return readFile(fileURLToPath(import.meta.resolve(`${FONT_PACKAGE}${name}.woff2`)));
}
