import type { Provider } from './provider.ts';

/**
 * A tenant's OAuth client at a provider (RFC 6749 section 2): whose request it is. Tenants may use one provider with
 * different clients, or share one client. Either way, all state of a grant is kept by tenant.
 */
export interface Registration {
  readonly tenantId: string;
  readonly provider: Provider;
}
