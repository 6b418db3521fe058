import { toOneLine } from './to-one-line.ts';

/** Quotes a file name for a command that somebody copies (POSIX shell, single quotes). A line break becomes a space. */
export function quoteForShell(text: string): string {
  const line = toOneLine(text);
  return /^[\w./+:@%-]+$/.test(line) ? line : `'${line.replaceAll("'", `'\\''`)}'`;
}
