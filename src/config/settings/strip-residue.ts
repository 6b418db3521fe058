/**
 * Removes what editors, shells and `--env-file` leave around any value, and what no value begins or ends with: line ends
 * and byte order marks.
 */
export function stripResidue(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && RESIDUE.has(text[start] ?? '')) start += 1;
  while (end > start && RESIDUE.has(text[end - 1] ?? '')) end -= 1;
  return text.slice(start, end);
}

const RESIDUE: ReadonlySet<string> = new Set(['\r', '\n', '\ufeff']);
