import type { Hub } from '../observability/hub.ts';
import type { Store } from '../store/connect-store.ts';
import type { StoreEndpoints } from '../store/store-endpoints.ts';
import type { Clock } from '../time/clock.ts';

/** Loads the client of the store only when needed: it takes 30 MB and a fifth of a second. */
export async function openStore(
  endpoints: StoreEndpoints | undefined,
  hub: Hub,
  { monotonic }: Clock,
): Promise<Store | undefined> {
  if (endpoints === undefined) return undefined;
  const { connectStore } = await import('../store/connect-store.ts');
  return connectStore({ endpoints, observe: hub.storeChanged, monotonic });
}
