import { openClusterLink } from './open-cluster-link.ts';
import { openSentinelLink } from './open-sentinel-link.ts';
import { openServerLink } from './open-server-link.ts';
import type { StoreAddress, StoreEndpoints } from './store-endpoints.ts';
import type { StoreLink } from './store-link.ts';

/** Connects as the mode says. */
export function openLink(endpoints: StoreEndpoints): Promise<StoreLink> {
  if (endpoints.mode === 'sentinel') return openSentinelLink(endpoints);
  if (endpoints.mode === 'cluster') return openClusterLink(endpoints);
  return openServerLink(endpoints.addresses[0] as StoreAddress, endpoints);
}
