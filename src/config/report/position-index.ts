import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarStyle } from 'js-yaml';
import type { FilePath } from './place.ts';
import { SEPARATOR } from './to-path-key.ts';

/** A record of the provider file is seven levels deep. */
export const MAX_DEPTH = 16;

export interface PathPosition {
  /** Offset of the name; in a list, offset of the value. */
  readonly name: number;
  readonly value: number;
}

export interface PositionIndex {
  readonly byPath: ReadonlyMap<string, PathPosition>;
  /** Names that are repeated in their mapping. */
  readonly repeated: readonly RepeatedName[];
}

interface RepeatedName {
  readonly offset: number;
  readonly path: FilePath;
}

interface Frame {
  readonly kind: 'document' | 'mapping' | 'list';
  readonly path: string;
  readonly seen: Set<string>;
  /** Whether nothing below is wanted. */
  readonly isSkipped: boolean;
  /** In a mapping: the name whose value comes next. */
  name?: { readonly text: string; readonly offset: number } | undefined;
  /** In a list: the index of the next entry. */
  next: number;
}

/** Section and id: nothing above is left out. */
const DEPTH_OF_RECORDS = 2;

/**
 * Indexes the positions of names and values.
 * @param wanted keys of the records, such as `toPathKey(['tenants', id])`, inside of which positions are needed; all by
 *   default. Ten thousand tenants have half a million.
 * @throws YAMLException when the text is not YAML
 */
export function indexPositions(text: string, wanted?: ReadonlySet<string>): PositionIndex {
  const byPath = new Map<string, PathPosition>();
  const repeated: RepeatedName[] = [];
  const frames: Frame[] = [];
  for (const event of parseEvents(text, { maxDepth: MAX_DEPTH })) {
    if (event.type === EVENT_ID.DOCUMENT) {
      frames.push({ kind: 'document', path: '', seen: new Set(), isSkipped: false, next: 0 });
      continue;
    }
    if (event.type === EVENT_ID.POP) {
      frames.pop();
      continue;
    }
    const parent = frames.at(-1);
    const offset = startOf(event);
    let path = '';
    let isSkipped = parent?.isSkipped ?? false;
    if (isSkipped && parent) {
      const isName = parent.kind === 'mapping' && parent.name === undefined;
      parent.name = isName ? SKIPPED_NAME : undefined;
    } else if (parent?.kind === 'mapping') {
      if (parent.name === undefined) {
        const name = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '';
        parent.name = { text: name, offset: offset ?? 0 };
        if (event.type === EVENT_ID.SCALAR) continue;
      } else {
        path = join(parent.path, parent.name.text);
        if (parent.seen.has(path)) repeated.push({ offset: parent.name.offset, path: path.split(SEPARATOR) });
        parent.seen.add(path);
        byPath.set(path, { name: parent.name.offset, value: offset ?? parent.name.offset });
        parent.name = undefined;
        // Frames: the document, its mapping, and that of the section.
        if (wanted !== undefined && frames.length === 1 + DEPTH_OF_RECORDS) isSkipped = !wanted.has(path);
      }
    } else if (parent?.kind === 'list') {
      path = join(parent.path, String(parent.next));
      parent.next += 1;
      byPath.set(path, { name: offset ?? 0, value: offset ?? 0 });
    }
    if (event.type === EVENT_ID.MAPPING)
      frames.push({ kind: 'mapping', path, seen: isSkipped ? NONE_SEEN : new Set(), isSkipped, next: 0 });
    if (event.type === EVENT_ID.SEQUENCE)
      frames.push({ kind: 'list', path, seen: NONE_SEEN, isSkipped, next: 0 });
  }
  return { byPath, repeated };
}

const SKIPPED_NAME = { text: '', offset: 0 } as const;

/** For frames whose names are not compared. */
const NONE_SEEN = new Set<string>();

const QUOTED: ReadonlySet<ScalarStyle> = new Set([SCALAR_STYLE.SINGLE_QUOTED, SCALAR_STYLE.DOUBLE_QUOTED]);

/** @returns undefined for an omitted value, as in `name:` */
function startOf(event: Exclude<Event, { type: 1 | 6 }>): number | undefined {
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart;
  if (event.type !== EVENT_ID.SCALAR) return event.start;
  if (event.valueStart < 0) return undefined;
  return QUOTED.has(event.style) ? event.valueStart - 1 : event.valueStart;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}${SEPARATOR}${name}`;
}
