import { findPublicUrlFault } from '../config/settings/find-public-url-fault.ts';
import { createTenant } from '../tenants/tenant.ts';

/** @returns a public address as the service uses it; one with a fault as it is, since the fault is a task of its own */
export function normalizeAddress(hostname: string): string {
  if (findPublicUrlFault(hostname) !== undefined) return hostname;
  return createTenant({ id: '', publicUrl: hostname, providers: [] }).publicUrl;
}
