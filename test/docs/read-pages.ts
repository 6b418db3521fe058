import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

/** Folders without pages of ours. */
const SKIPPED = new Set(['node_modules', 'dist', 'dist-test', '.git', 'coverage', 'release']);

export interface Page {
  /** From the root of the project, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every Markdown page of the project. */
export function readPages(): Page[] {
  return listPages('').map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

function listPages(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : listPages(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** The page without its fenced blocks. Line ends stay. */
function blankBlocks(text: string): string {
  return text.replaceAll(/^( *)(```+)[^\n]*\n[\s\S]*?^\1\2 *$/gm, keepLines);
}

/** The page without what is shown as it is: fenced blocks, code in a line, comments. Line ends stay. */
function removeCode(text: string): string {
  return blankBlocks(text)
    .replaceAll(/<!--[\s\S]*?-->/g, keepLines)
    .replaceAll(/`[^`\n]+`/g, '');
}

function keepLines(part: string): string {
  return part.replaceAll(/[^\n]/g, '');
}

export interface Link {
  readonly target: string;
  readonly isImage: boolean;
}

/** Links and images in every form that pages use: `[text](target)`, `![text](target)`, `<https://…>`, `[name]: target`. */
export function findLinks(text: string): Link[] {
  const plain = removeCode(text);
  const inline = [...plain.matchAll(/(!?)\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)];
  const others = [
    ...plain.matchAll(/<(https?:\/\/[^>\s]+)>/g),
    ...plain.matchAll(/^ *\[[^\]]+\]:\s+<?([^\s>]+)>?/gm),
  ];
  return [
    ...inline.map(([, mark = '', target = '']) => ({ target, isImage: mark === '!' })),
    ...others.map(([, target = '']) => ({ target, isImage: false })),
  ];
}

/**
 * The anchors that GitHub gives to a page: each heading in lower case, without punctuation, blanks as hyphens, and a
 * number behind those that come again; and what the page names itself by `<a id="…">`.
 */
export function listAnchors(text: string): string[] {
  const taken = new Map<string, number>();
  // Code in a heading belongs to its anchor, so only fenced blocks go.
  const headings = [...blankBlocks(text).matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, title = '']) => {
    const slug = title
      .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-');
    const times = taken.get(slug) ?? 0;
    taken.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
  const named = [...text.matchAll(/<a (?:id|name)="([^"]+)">/g)].map(([, id = '']) => id);
  return [...headings, ...named];
}

export interface CommandBlock {
  /** The page and its line. */
  readonly where: string;
  readonly page: string;
  readonly commands: string;
  /** The comment in the line above the block. */
  readonly mark: string | undefined;
}

/** Fenced blocks of commands, those within a list included. */
export function findCommandBlocks({ path, text }: Page): CommandBlock[] {
  const blocks = text.matchAll(
    /(?:^ *<!-- ((?:(?!-->).)*) -->\n)?^( *)```(?:sh|bash|shell|console|powershell)\n([\s\S]*?)^\2```/gm,
  );
  return [...blocks].map(({ 1: mark, 2: indent = '', 3: body = '', index }) => ({
    where: `${path}:${text.slice(0, index).split('\n').length}`,
    page: path,
    commands: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    mark,
  }));
}
