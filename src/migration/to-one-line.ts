/** Puts a text on one line: a line break, of a file name for example, would end a comment. */
export function toOneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}
