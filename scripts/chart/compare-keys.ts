import { listLeaves, type ValuesKey } from './read-values.ts';

const REFERENCE = /\.Values((?:\.[A-Za-z0-9]+)+)/g;

export interface Template {
  readonly name: string;
  readonly text: string;
}

/**
 * Compares the keys of values.yaml with those that the templates use, in both directions.
 * @returns a sentence for each difference
 */
export function compareKeys(keys: readonly ValuesKey[], templates: readonly Template[]): string[] {
  const leaves = listLeaves(keys);
  const references = templates.flatMap(({ name, text }) =>
    [...text.matchAll(REFERENCE)].map((match) => ({ name, text, path: (match[1] ?? '').slice(1) })),
  );
  const unknown = references
    .filter(({ path }) => !leaves.some((leaf) => isWithin(leaf.path, path) || isFieldOf(path, leaf)))
    .map(({ name, path }) => `${name} uses .Values.${path}, which values.yaml does not have`);
  const unused = leaves
    .filter((leaf) => !references.some((reference) => isUsedBy(leaf, reference)))
    .map(({ path }) => `values.yaml has ${path}, which no template uses`);
  return [...new Set([...unknown, ...unused])];
}

/** A template that uses a section as a whole (`with .Values.otel`) uses those of its keys that the same file names. */
function isUsedBy(leaf: ValuesKey, reference: { text: string; path: string }): boolean {
  if (leaf.path === reference.path || reference.path.startsWith(`${leaf.path}.`)) return true;
  if (!isWithin(leaf.path, reference.path)) return false;
  const isGivenWhole = new RegExp(`toYaml \\.Values\\.${reference.path.replaceAll('.', '\\.')}\\b`).test(
    reference.text,
  );
  return isGivenWhole || new RegExp(`[ ($a-z]\\.${leaf.name}\\b`).test(reference.text);
}

function isWithin(path: string, section: string): boolean {
  return path === section || path.startsWith(`${section}.`);
}

/** Below a free map (`securityContext.x`) any field may be read. */
function isFieldOf(path: string, leaf: ValuesKey): boolean {
  return path.startsWith(`${leaf.path}.`) && typeof leaf.defaultValue === 'object';
}
