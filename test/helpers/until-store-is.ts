import { send } from './http.ts';
import { until } from './until.ts';

/** Waits until a replica says that its store is up (1) or down (0). */
export function untilStoreIs(
  { managementUrl }: { readonly managementUrl: string },
  state: 0 | 1,
): Promise<void> {
  return until(async () =>
    (await send(`${managementUrl}/metrics`)).body.includes(`\ndomi_store_up ${state}\n`),
  );
}
