import { formatTable } from '../table.ts';
import { countHandles, type Measured } from './compare-vital-signs.ts';
import type { BothSigns, SoakResult } from './run-soak.ts';
import { PROMISES, type PromiseName, type Tally } from './tally.ts';

const toMegabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** One line while it runs. */
export function formatProgress(
  seconds: number,
  tally: Tally,
  { fault, operation }: { readonly fault: string; readonly operation: string },
  signs: readonly Measured[],
): string {
  const replicas = signs.map(
    (one) =>
      `${one.name} ${toMegabytes(one.heap)} MB, ${countHandles(one)} handles, ${one.descriptors ?? '–'} descriptors`,
  );
  const broken = tally.breaches.size === 0 ? '' : `; BROKEN: ${[...tally.breaches.keys()].join(', ')}`;
  return `${seconds.toFixed(0).padStart(4)} s  ${tally.total} requests; ${[fault, operation].filter(Boolean).join(', ')}; ${replicas.join('; ')}${broken}`;
}

/** The tables at the end. */
export function formatReport({ tally, signs, cutShortBy }: SoakResult): string {
  const tables = [formatTraffic(tally), ...(signs.after.length > 0 ? [formatSigns(signs)] : [])];
  return [...tables, formatPromises(tally, cutShortBy)].join('\n\n');
}

function formatTraffic({ counts }: Tally): string {
  const rows = [...counts].map(([kind, outcomes]) => {
    const sorted = [...outcomes].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const total = sorted.reduce((sum, [, count]) => sum + count, 0);
    return [kind, String(total), sorted.map(([outcome, count]) => `${outcome}: ${count}`).join(', ')];
  });
  return formatTable(['traffic', 'count', 'outcomes'], rows);
}

function formatSigns({ before, after }: BothSigns): string {
  const show = (
    values: readonly [first: Measured, last: Measured],
    read: (one: Measured) => string,
  ): string => values.map(read).join(' → ');
  const rows = after.map((last, index) => {
    const both = [before[index] as Measured, last] as const;
    return [
      last.name,
      show(both, ({ heap }) => toMegabytes(heap)),
      show(both, ({ external }) => toMegabytes(external)),
      show(both, ({ resident }) => toMegabytes(resident)),
      show(both, (one) => String(countHandles(one))),
      show(both, ({ descriptors }) => String(descriptors ?? '–')),
    ];
  });
  return formatTable(['replica', 'heap, MB', 'external, MB', 'resident, MB', 'handles', 'descriptors'], rows);
}

function formatPromises({ breaches, skipped }: Tally, cutShortBy: string | undefined): string {
  const unbroken = cutShortBy === undefined ? 'holds' : 'not checked: the soak was cut short';
  const rows = Object.entries(PROMISES).map(([name, text]) => {
    const count = breaches.get(name as PromiseName)?.length ?? 0;
    const reason = skipped.get(name as PromiseName);
    const state = count > 0 ? `BROKEN (${count})` : reason === undefined ? unbroken : `skipped: ${reason}`;
    return [text, state];
  });
  return formatTable(['promise', 'state'], rows);
}
