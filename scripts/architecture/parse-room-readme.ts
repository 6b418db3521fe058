export interface RoomReadme {
  readonly title: string;
  /** The first sentence after `Owns:`. */
  readonly owns: string;
  /** Lines that are not blank after the line `Leaves to others:`. */
  readonly moreLines: number;
}

/**
 * Parses the README.md of a folder of src: `# <folder>`, then `Owns: …`, then `Leaves to others: …`, then where to begin.
 * Blank lines are ignored.
 * @throws Error when one of the three is missing or in another place
 */
export function parseRoomReadme(text: string): RoomReadme {
  const [first = '', ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  const [, title = ''] = /^# (.+)$/.exec(first) ?? [];
  const leaves = lines.findIndex((line) => /^Leaves to others: \S/.test(line));
  const [, owns = ''] = /^Owns: (\S.*)$/.exec(lines.slice(0, Math.max(leaves, 0)).join(' ')) ?? [];
  if (title === '' || owns === '') {
    throw new Error('a README.md of src begins with "# <folder>", "Owns: …" and "Leaves to others: …"');
  }
  const [sentence = owns] = /^.*?[.!?](?= |$)/.exec(owns) ?? [];
  return { title, owns: sentence, moreLines: lines.length - leaves - 1 };
}
