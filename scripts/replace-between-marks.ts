/**
 * Puts generated lines between the marks of a document.
 * @param command that writes the document; the mark names it for readers
 * @throws Error when the marks are missing
 */
export function replaceBetweenMarks(
  document: string,
  name: string,
  generated: string,
  command: string,
): string {
  const start = `<!-- ${name}: made by ${command} -->`;
  const end = `<!-- /${name} -->`;
  const [before, rest] = document.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`no marks for ${name}`);
  return `${before}${start}\n${generated}\n${end}${after}`;
}
