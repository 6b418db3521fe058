/** A client id or secret as it goes over the wire, and what is odd about it. */
export interface CleanCredential {
  /** Undefined when nothing is left, or when there is a fault. */
  readonly value: string | undefined;
  /** Each continues the name of the source. No text repeats the value. */
  readonly fault?: string;
  readonly warnings: readonly string[];
}

type CredentialKind = 'client id' | 'client secret';

const SECTIONS: Readonly<Record<CredentialKind, string>> = { 'client id': 'A.1', 'client secret': 'A.2' };

const NONE: readonly string[] = [];

const NAMES: Readonly<Record<string, string>> = {
  '\t': 'a tab',
  '\n': 'a line end',
  '\r': 'a line end',
  '\u00a0': 'a no-break space',
  '\ufeff': 'a byte order mark',
  '\ufffd': 'a character that could not be decoded',
};

/**
 * Removes the residue of editors, shells and web pages around an id or a secret. RFC 6749 (appendix A.1 and A.2) lets both
 * hold printable ASCII and spaces, so every other blank at an end goes. No id begins or ends with a space. A secret may,
 * and it may be in quotes: these stay, with a warning. So do letters of other scripts: some servers let an administrator
 * choose such an id or secret, and it works with them.
 */
export function cleanCredential(kind: CredentialKind, text: string): CleanCredential {
  // Nearly all: nothing at either end, and nothing to doubt.
  if (/^[A-Za-z0-9][!-~]*$/.test(text)) return { value: text, warnings: NONE };
  const bare = kind === 'client id' ? trimBlanks(text) : trimResidue(text);
  const [wrong] = /[^ -~\p{L}\p{M}\p{N}]/u.exec(bare) ?? [];
  if (wrong !== undefined) {
    const fault = `holds ${nameCharacter(wrong)}, which no ${kind} may hold (RFC 6749 appendix ${SECTIONS[kind]})`;
    return { value: undefined, fault, warnings: [] };
  }
  return { value: bare || undefined, warnings: bare === '' ? [] : listDoubts(bare, kind) };
}

function listDoubts(text: string, kind: CredentialKind): string[] {
  const isQuoted = text.length > 1 && /^["'`]/.test(text) && text.at(-1) === text[0];
  return [
    ...(isQuoted ? ['is in quotes, which are sent with it: remove them if they came from a shell'] : []),
    ...(/[^ -~]/u.test(text)
      ? [
          `holds a letter outside of ASCII, which no ${kind} should hold (RFC 6749 appendix ${SECTIONS[kind]})`,
        ]
      : []),
    ...(text.startsWith(' ') || text.endsWith(' ')
      ? ['begins or ends with a space, which is sent with it: remove it if it came with copying']
      : []),
  ];
}

function nameCharacter(character: string): string {
  const name = NAMES[character];
  if (name !== undefined) return name;
  return character < ' ' || character === '\x7f' ? 'a control character' : 'a character outside of ASCII';
}

const isBlank = (character: string | undefined): boolean =>
  character !== undefined && (character <= ' ' || /^[\s\x7f\u200b-\u200f\u2060\ufeff]$/.test(character));

function trimBlanks(text: string): string {
  const { start, end } = findContent(text);
  return text.slice(start, end);
}

/** Keeps spaces that stand directly beside the content. */
function trimResidue(text: string): string {
  let { start, end } = findContent(text);
  if (start === end) return '';
  while (text[start - 1] === ' ') start -= 1;
  while (text[end] === ' ') end += 1;
  return text.slice(start, end);
}

/** By hand: a regular expression for the end of a text would try every blank inside of it. */
function findContent(text: string): { start: number; end: number } {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return { start, end };
}
