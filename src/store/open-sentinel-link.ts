import { findPrimary } from './find-primary.ts';
import { openServerLink } from './open-server-link.ts';
import type { StoreEndpoints } from './store-endpoints.ts';
import type { StoreLink } from './store-link.ts';

/**
 * Connects to the primary that Sentinel names.
 * @throws the error of the Sentinels or of the primary
 */
export async function openSentinelLink(endpoints: StoreEndpoints): Promise<StoreLink> {
  const primary = await findPrimary(endpoints);
  const link = await openServerLink(primary, endpoints);
  return {
    ...link,
    /** A primary that was cut off from the Sentinels goes on answering until it hears of its successor. */
    async findFault() {
      try {
        const { host, port } = await findPrimary(endpoints);
        return host === primary.host && port === primary.port ? undefined : 'MASTER_MOVED';
      } catch {
        // Without Sentinels nothing fails over, and the primary still serves.
        return undefined;
      }
    },
  };
}
