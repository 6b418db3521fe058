import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';

/** One key of values.yaml. A key whose value has commented keys is a section. */
export interface ValuesKey {
  /** `networkPolicy.egress.dns` */
  readonly path: string;
  readonly name: string;
  readonly description: string;
  /** The line `# schema: {…}` of its comment, for facts that the default value does not show. */
  readonly hints: Readonly<Record<string, unknown>>;
  readonly defaultValue: unknown;
  readonly children: readonly ValuesKey[];
}

const HINT = /^schema: /;

/**
 * Reads values.yaml as documentation: each key with the comment above it.
 * @throws Error with every key whose comment is missing or does not begin with its name
 */
export function readValues(text: string): ValuesKey[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) throw error;
  const reader: Reader = { lines, source: text.split('\n'), faults: [] };
  const keys = readKeys(document.contents as YAMLMap, '', reader);
  if (reader.faults.length > 0) throw new Error(`values.yaml:\n${reader.faults.join('\n')}`);
  return keys;
}

/** All keys without children. */
export function listLeaves(keys: readonly ValuesKey[]): ValuesKey[] {
  return keys.flatMap((key) => (key.children.length === 0 ? [key] : listLeaves(key.children)));
}

interface Reader {
  readonly lines: LineCounter;
  readonly source: readonly string[];
  readonly faults: string[];
}

function readKeys(map: YAMLMap, parent: string, reader: Reader): ValuesKey[] {
  return map.items.map((pair) => {
    const name = String(isScalar(pair.key) ? pair.key.value : pair.key);
    const path = parent === '' ? name : `${parent}.${name}`;
    const comment = readComment(lineOf(pair.key, reader), reader);
    const description = comment.filter((line) => !HINT.test(line)).join(' ');
    if (!description.startsWith(`${name} `)) {
      reader.faults.push(`${path} needs a comment that begins with "${name} "`);
    }
    const hint = comment.find((line) => HINT.test(line))?.replace(HINT, '') ?? '{}';
    const isSection = isMap(pair.value) && hasComments(pair.value, reader);
    const value = isSection ? undefined : (pair.value as { toJSON(): unknown } | null)?.toJSON();
    return {
      path,
      name,
      description,
      hints: parseDocument(hint).toJS() as Record<string, unknown>,
      defaultValue: value,
      children: isSection ? readKeys(pair.value as YAMLMap, path, reader) : [],
    };
  });
}

function hasComments(map: YAMLMap, reader: Reader): boolean {
  const first = map.items[0];
  return first !== undefined && !map.flow && readComment(lineOf(first.key, reader), reader).length > 0;
}

/** @returns line of a node, from 0 */
function lineOf(node: unknown, { lines }: Reader): number {
  const [offset] = (node as { range: [number] }).range;
  return lines.linePos(offset).line - 1;
}

function readComment(line: number, { source }: Reader): string[] {
  const comment: string[] = [];
  for (let above = line - 1; source[above]?.trimStart().startsWith('#'); above -= 1) {
    comment.unshift((source[above] ?? '').trim().replace(/^# ?/, ''));
  }
  return comment;
}
