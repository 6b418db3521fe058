import type { Tally } from './tally.ts';
import type { VitalSigns } from './vital-signs.ts';

export interface Measured extends VitalSigns {
  readonly name: string;
}

/** Bytes by which a heap may be larger: code that was compiled meanwhile. Of 4,000 requests, one that leaks 500 bytes is more. */
const HEAP_SLACK = 2e6;
/** A connection to the store, a timer: what may be open by chance at one moment and not at another. */
const HANDLE_SLACK = 3;
const DESCRIPTOR_SLACK = 3;

export const countHandles = ({ resources }: VitalSigns): number =>
  Object.values(resources).reduce((sum, count) => sum + count, 0);

const countDescriptors = ({ descriptors }: VitalSigns): number => descriptors ?? 0;

/** The least of each sign: at one moment, a probe may be open that is closed at the next. */
export function keepLeast(least: readonly Measured[] | undefined, now: readonly Measured[]): Measured[] {
  return now.map((signs, index) => {
    const former = least?.[index];
    if (former === undefined) return signs;
    const [fewest] = [former, signs].toSorted((a, b) => countHandles(a) - countHandles(b)) as [
      Measured,
      Measured,
    ];
    return {
      ...signs,
      heap: Math.min(former.heap, signs.heap),
      external: Math.min(former.external, signs.external),
      resources: fewest.resources,
      descriptors: former.descriptors && signs.descriptors && Math.min(former.descriptors, signs.descriptors),
    };
  });
}

export function isAtRest(before: readonly Measured[], after: readonly Measured[]): boolean {
  return after.every((signs, index) => listGrowth(before[index] as Measured, signs).length === 0);
}

/** Notes what is more than before. */
export function compareVitalSigns(
  before: readonly Measured[],
  after: readonly Measured[],
  tally: Tally,
): void {
  for (const [index, signs] of after.entries()) {
    if (signs.descriptors === undefined) tally.skip('descriptors', 'this system has no /proc');
    for (const { promise, example } of listGrowth(before[index] as Measured, signs))
      tally.breach(promise, `${signs.name}: ${example}`);
  }
}

interface Growth {
  readonly promise: 'heap' | 'handles' | 'descriptors';
  readonly example: string;
}

function listGrowth(before: Measured, after: Measured): Growth[] {
  const growth: Growth[] = [];
  const [heapBefore, heapAfter] = [before.heap + before.external, after.heap + after.external];
  if (heapAfter > heapBefore + HEAP_SLACK)
    growth.push({ promise: 'heap', example: `${heapBefore} bytes, then ${heapAfter}` });
  if (countHandles(after) > countHandles(before) + HANDLE_SLACK) {
    const [was, is] = [before, after].map(({ resources }) => JSON.stringify(resources));
    growth.push({ promise: 'handles', example: `${was}, then ${is}` });
  }
  if (countDescriptors(after) > countDescriptors(before) + DESCRIPTOR_SLACK)
    growth.push({ promise: 'descriptors', example: `${before.descriptors}, then ${after.descriptors}` });
  return growth;
}
