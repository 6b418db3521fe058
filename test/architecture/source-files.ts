import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { SANDBOX } from '../../scripts/architecture/rooms.ts';
import { type Import, readImports } from './read-imports.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
export const SOURCE = join(ROOT, 'src');

export interface SourceFile {
  /** Below src, with forward slashes. */
  readonly path: string;
  /** The room; empty for a file of src itself. */
  readonly folder: string;
  readonly code: string;
  readonly imports: readonly (Import & { readonly target: string | undefined })[];
}

/** Every file below src, templates and assets too, with forward slashes. */
export function listPaths(): string[] {
  return readdirSync(SOURCE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(SOURCE.length + 1))
    .map((path) => path.split(sep).join('/'))
    .sort();
}

export function readSources(): SourceFile[] {
  return listPaths()
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const code = readFileSync(join(SOURCE, path), 'utf8');
      const imports = readImports(code).map((imported) => ({
        ...imported,
        target: resolveImport(path, imported.specifier),
      }));
      return { path, folder: folderOf(path), code, imports };
    });
}

/** The rooms that are built, which the sandbox is not. */
export function listRooms(files: readonly SourceFile[]): string[] {
  return [...new Set(files.map(({ folder }) => folder))]
    .filter((name) => name !== '' && name !== SANDBOX)
    .sort();
}

export function folderOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** @returns the imported file below src, or undefined for a package and for what is outside src */
function resolveImport(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const target = normalize(join(dirname(path), specifier))
    .split(sep)
    .join('/');
  return target.startsWith('../') ? undefined : target;
}

export function targetsOf(imports: SourceFile['imports']): string[] {
  return imports.map(({ target }) => target).filter((target) => target !== undefined);
}

/** @param place a file, or a folder when it ends in a slash */
export function isWithin(path: string, place: string): boolean {
  return place.endsWith('/') ? path.startsWith(place) : path === place;
}

export function isPackage(specifier: string): boolean {
  return !specifier.startsWith('.') && !specifier.startsWith('node:');
}

/** `eta/core` is of the package `eta`; a scope belongs to the name. */
export function nameOfPackage(specifier: string): string {
  if (!isPackage(specifier)) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
