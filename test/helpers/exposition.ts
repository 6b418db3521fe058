/** What a metric looks like from outside: its own labels, and the values that each of them had. */
export type Exposition = Map<string, Map<string, Set<string>>>;

const SAMPLE = /^(?<name>[A-Za-z_:][A-Za-z0-9_:]*)(?:\{(?<labels>.*)\})? \S+/;
const LABEL = /(?<name>[A-Za-z_][A-Za-z0-9_]*)="(?<value>(?:[^"\\]|\\.)*)"/g;

/**
 * Reads the Prometheus text format as far as names and labels go. A family that is declared but has no series yet is not
 * part of it: nothing is known about its labels.
 */
export function readExposition(...texts: readonly string[]): Exposition {
  const exposition: Exposition = new Map();
  for (const line of texts.join('\n').split('\n')) {
    const sample = line.startsWith('#') ? undefined : SAMPLE.exec(line)?.groups;
    if (sample?.name === undefined) continue;
    const labels = exposition.get(sample.name) ?? new Map<string, Set<string>>();
    exposition.set(sample.name, labels);
    for (const { groups } of (sample.labels ?? '').matchAll(LABEL)) {
      const { name = '', value = '' } = groups ?? {};
      labels.set(name, (labels.get(name) ?? new Set()).add(value));
    }
  }
  return exposition;
}
