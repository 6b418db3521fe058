import { loadAll, YAMLException } from 'js-yaml';
import { chooseList } from '../report/choose-list.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { FilePath, SourceFile } from '../report/place.ts';
import { indexPositions, MAX_DEPTH } from '../report/position-index.ts';

/** A parsed file whose content is not validated yet. */
export interface ParsedFile {
  readonly file: SourceFile;
  readonly content: unknown;
}

/** Aliases are refused, so that a small file cannot expand into a large value. */
const LIMITS = { maxAliases: 0, maxDepth: MAX_DEPTH } as const;

/**
 * Parses files to plain values. JSON is a subset of YAML, so the same parser reads it; unlike `JSON.parse`, it refuses
 * repeated names.
 * @returns the files that could be parsed; an empty file is an empty object
 */
export function parseSourceFiles(files: readonly SourceFile[], faults: FaultList): ParsedFile[] {
  return files
    .map((file) => ({ file, content: parse(file, chooseList(faults, file.at ?? [])) }))
    .filter(({ content }) => content !== undefined)
    .map(({ file, content }) => ({ file, content: placeContent(content, file.at) }));
}

/** @returns the provider file in which the content stands at this path */
function placeContent(content: unknown, at: FilePath = []): unknown {
  return at.reduceRight((value, name) => ({ [name]: value }), content);
}

/** Whether a file says anything: an emptied one does not. */
export function hasContent({ content }: ParsedFile): boolean {
  return typeof content === 'object' && content !== null && Object.keys(content).length > 0;
}

function parse(file: SourceFile, faults: FaultList): unknown {
  try {
    return takeOnly(loadAll(file.text, LIMITS), file, faults);
  } catch (error) {
    if (isRepeatedName(error)) return parseWithRepeatedNames(file, faults);
    const { offset, message } = explain(error);
    faults.add({ paths: [], file, offset }, message, 'file_malformed');
    return undefined;
  }
}

/** Reports every repeated name as a fault, and parses the file anyway, so that the rest is validated too. */
function parseWithRepeatedNames(file: SourceFile, faults: FaultList): unknown {
  try {
    const documents = loadAll(file.text, { ...LIMITS, json: true });
    for (const { offset, path } of indexPositions(file.text).repeated) {
      const concerned = file.at ? faults : chooseList(faults, path);
      concerned.add(
        { paths: [], file, offset },
        'this name is repeated: keep one of the two',
        'name_repeated',
      );
    }
    return takeOnly(documents, file, faults);
  } catch (error) {
    const { offset, message } = explain(error);
    faults.add({ paths: [], file, offset }, message, 'file_malformed');
    return undefined;
  }
}

function takeOnly(documents: readonly unknown[], file: SourceFile, faults: FaultList): unknown {
  if (documents.length > 1) {
    faults.add(
      { paths: [], file, offset: 0 },
      'the file contains several YAML documents (---): keep one',
      'file_malformed',
    );
    return undefined;
  }
  if (documents[0] === undefined || documents[0] === null)
    faults.warn({ paths: [], file, offset: 0 }, 'the file is empty');
  return documents[0] ?? {};
}

function isRepeatedName(error: unknown): boolean {
  return error instanceof YAMLException && error.reason === 'duplicated mapping key';
}

/** Repeats what the parser says about its rules, but not what it quotes from the file, which may be a secret. */
function explain(error: unknown): { offset: number; message: string } {
  if (!(error instanceof YAMLException)) return { offset: 0, message: 'the file cannot be read as YAML' };
  return { offset: error.mark?.position ?? 0, message: explainReason(error.reason) };
}

function explainReason(reason: string): string {
  if (/alias/.test(reason)) return 'YAML aliases (*name) are not supported: write the value out';
  if (/maxDepth/.test(reason)) return `nested more than ${MAX_DEPTH} levels deep`;
  if (/\btags?\b|!</.test(reason)) return 'YAML tags (!name) are not supported: put the text in quotes';
  if (/complex keys/.test(reason)) return 'a name must be plain text';
  if (/non-printable|null byte/.test(reason)) return 'the file contains a control character';
  if (/^tab characters/.test(reason)) return 'a tab is not allowed in the indentation: use spaces';
  return /^[a-z][a-z ,:'()-]+$/i.test(reason) ? `not well-formed: ${reason}` : 'not well-formed';
}
