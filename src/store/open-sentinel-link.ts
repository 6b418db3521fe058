import { openServerLink } from './open-server-link.ts';
import { createSentinels } from './sentinels.ts';
import type { StoreEndpoints } from './store-endpoints.ts';
import type { StoreLink } from './store-link.ts';

/**
 * Connects to the primary that Sentinel names: it is asked before each connection, and again while the connection lasts.
 * Sentinel promotes a replica seconds before the old primary learns of it.
 * @throws the error of the Sentinels or of the primary
 */
export async function openSentinelLink(endpoints: StoreEndpoints): Promise<StoreLink> {
  const sentinels = createSentinels(endpoints);
  try {
    const primary = await sentinels.findPrimary();
    const link = await openServerLink(primary, endpoints);
    return {
      ...link,
      async findFault() {
        try {
          const { host, port } = await sentinels.findPrimary();
          return host === primary.host && port === primary.port ? undefined : 'MASTER_MOVED';
        } catch {
          // Without Sentinels nothing fails over, and the primary still serves.
          return undefined;
        }
      },
      close() {
        link.close();
        sentinels.close();
      },
    };
  } catch (error) {
    sentinels.close();
    throw error;
  }
}
