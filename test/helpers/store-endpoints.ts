import { createFaultList } from '../../src/config/report/fault-list.ts';
import { readStore } from '../../src/config/settings/read-store.ts';
import type { StoreEndpoints } from '../../src/store/store-endpoints.ts';

/** What the settings make of these variables. */
export function toEndpoints(environment: Readonly<Record<string, string>>): StoreEndpoints {
  const endpoints = readStore(environment['DOMI_STORE_URL'], environment, createFaultList());
  if (endpoints === undefined) throw new Error('no endpoints of a store');
  return endpoints;
}
