import type { Fault } from './config-error.ts';

/** Renders a fault for programs. */
export function toJsonFault({ code, where, message, tenantId }: Fault): object {
  return { code, where, message, ...(tenantId !== undefined && { tenant: tenantId }) };
}
