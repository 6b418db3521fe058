/** A test title ends with the reason when the test was skipped (test/helpers/skip.ts). */
const REASON = / \(skipped: (.*)\)$/;

/**
 * @param titles of all skipped tests
 * @param packages of Debian that they may need
 * @returns what was skipped, by reason, and the line that runs it; an empty text when nothing was skipped
 */
export function renderSkipped(titles: readonly string[], packages: readonly string[]): string {
  if (titles.length === 0) return '';
  const counts = new Map<string, number>();
  for (const title of titles) {
    const reason = REASON.exec(title)?.[1] ?? 'no reason is given';
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const rows = [...counts].sort(([, a], [, b]) => b - a);
  const lines = rows.map(([reason, count]) => `${String(count).padStart(6)}  ${reason}`);
  return `${titles.length} ${titles.length === 1 ? 'test was' : 'tests were'} skipped:
${lines.join('\n')}

On Debian or Ubuntu, this line installs every program that Debian has and tests can use, and runs npm test again:
  sudo apt-get install --yes --no-install-recommends ${packages.join(' ')} && npm test
`;
}
