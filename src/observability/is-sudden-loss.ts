import type { TenantLoss } from './events.ts';

/** With fewer tenants, a tenth is one or two of them, which is everyday work. */
const FEW = 20;

/** Whether a reload took away more tenants than anybody removes on purpose. */
export function isSuddenLoss({ lost, before }: TenantLoss): boolean {
  return before >= FEW && lost > before / 10;
}
