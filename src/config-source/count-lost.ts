import type { TenantPlan } from '../config/build/tenant-plan.ts';
import { readTexts } from './packed-texts.ts';
import { MISCONFIGURED, type TenantDigests } from './slice.ts';

/** What a change takes away. */
export interface Loss {
  /** Tenants that were served before, and no longer are: gone, or misconfigured. */
  readonly lost: number;
  /** How many were served before. */
  readonly before: number;
}

/** @param served those of the new configuration */
export function countLost(inUse: TenantDigests, served: readonly TenantPlan[]): Loss {
  const ids = new Set(served.map(({ id }) => id));
  const texts = readTexts(inUse);
  let [lost, before] = [0, 0];
  for (let id = texts.next(); !id.done; id = texts.next()) {
    if (texts.next().value?.startsWith(MISCONFIGURED)) continue;
    before += 1;
    if (!ids.has(id.value)) lost += 1;
  }
  return { lost, before };
}
