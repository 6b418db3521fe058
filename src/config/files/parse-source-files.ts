import { loadAll, YAMLException } from 'js-yaml';
import type { FaultList } from '../report/fault-list.ts';
import type { SourceFile } from '../report/place.ts';
import { indexPositions, MAX_DEPTH } from '../report/position-index.ts';

/** A file of which a value could be made; nothing is known of its form. */
export interface ParsedFile {
  readonly file: SourceFile;
  readonly content: unknown;
}

/** Aliases are refused, so that a small file cannot unfold into a large one. */
const LIMITS = { maxAliases: 0, maxDepth: MAX_DEPTH } as const;

/**
 * Text to plain values. JSON is read by the same parser, of whose language it is a part; unlike `JSON.parse` it
 * refuses a name that stands twice.
 * @returns the files that could be parsed; one without content is an empty object
 */
export function parseSourceFiles(files: readonly SourceFile[], faults: FaultList): ParsedFile[] {
  return files
    .map((file) => ({ file, content: parse(file, faults) }))
    .filter(({ content }) => content !== undefined);
}

function parse(file: SourceFile, faults: FaultList): unknown {
  try {
    return takeOnly(loadAll(file.text, LIMITS), file, faults);
  } catch (error) {
    if (isRepeatedName(error)) return parseWithRepeatedNames(file, faults);
    const { offset, message } = explain(error);
    faults.add({ paths: [], file, offset }, message);
    return undefined;
  }
}

/** Every repeated name is a fault, and the rest of the file is validated as well. */
function parseWithRepeatedNames(file: SourceFile, faults: FaultList): unknown {
  try {
    const documents = loadAll(file.text, { ...LIMITS, json: true });
    for (const offset of indexPositions(file.text).repeated) {
      faults.add({ paths: [], file, offset }, 'this name stands here twice: keep one of the two');
    }
    return takeOnly(documents, file, faults);
  } catch (error) {
    const { offset, message } = explain(error);
    faults.add({ paths: [], file, offset }, message);
    return undefined;
  }
}

function takeOnly(documents: readonly unknown[], file: SourceFile, faults: FaultList): unknown {
  if (documents.length > 1) {
    faults.add({ paths: [], file, offset: 0 }, 'the file holds several YAML documents (---): keep one');
    return undefined;
  }
  return documents[0] ?? {};
}

function isRepeatedName(error: unknown): boolean {
  return error instanceof YAMLException && error.reason === 'duplicated mapping key';
}

/** What the parser says about its rules is repeated, what it quotes from the file is not: it may be a secret. */
function explain(error: unknown): { offset: number; message: string } {
  if (!(error instanceof YAMLException)) return { offset: 0, message: 'the file cannot be read as YAML' };
  return { offset: error.mark?.position ?? 0, message: explainReason(error.reason) };
}

function explainReason(reason: string): string {
  if (/alias/.test(reason)) return 'YAML aliases (*name) are not supported: write the value out';
  if (/maxDepth/.test(reason)) return `nested more than ${MAX_DEPTH} levels deep`;
  if (/\btags?\b|!</.test(reason)) return 'YAML tags (!name) are not supported: put text into quotes';
  if (/complex keys/.test(reason)) return 'a name must be plain text';
  if (/non-printable|null byte/.test(reason)) return 'the file holds a control character';
  if (/^tab characters/.test(reason)) return 'a tab is not allowed in the indentation: use spaces';
  return /^[a-z][a-z ,:'()-]+$/i.test(reason) ? `not well-formed: ${reason}` : 'not well-formed';
}
