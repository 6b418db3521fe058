import { resolve } from 'node:path';
import { type Disk, readErrorCode } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';
import { showPath } from './read-secret-file.ts';

/** What a tenant may do to others, by its faults or by its record. */
export interface TenantRules {
  /** The folder whose subfolder with a tenant's name has that tenant's secret files; undefined: any file. */
  readonly tenantSecrets: string | undefined;
  /** Whether tenants with a fault are left out, or make the whole configuration refused. */
  readonly tenantFaults: TenantFaultRule;
}

export type TenantFaultRule = 'quarantine' | 'refuse';

export function readTenantRules(environment: Environment, faults: FaultList, disk: Disk): TenantRules {
  const rule = environment.DOMI_TENANT_FAULTS || 'quarantine';
  if (rule !== 'quarantine' && rule !== 'refuse')
    faults.add('DOMI_TENANT_FAULTS', 'must be quarantine or refuse');
  return {
    tenantSecrets: readFolder(environment.DOMI_TENANT_SECRETS, faults, disk),
    tenantFaults: rule === 'refuse' ? 'refuse' : 'quarantine',
  };
}

function readFolder(path: string | undefined, faults: FaultList, disk: Disk): string | undefined {
  if (!path) return undefined;
  try {
    if (!disk.isFolder(path)) faults.add('DOMI_TENANT_SECRETS', `${showPath(path)} is not a folder`);
  } catch (error) {
    const code = readErrorCode(error);
    // A volume whose Secrets come later may be without it at first. Its tenants have faults of their own until then.
    if (code === 'ENOENT') faults.warn('DOMI_TENANT_SECRETS', `${showPath(path)} is not there yet`);
    else faults.add('DOMI_TENANT_SECRETS', `cannot read ${showPath(path)} (${code})`);
  }
  return resolve(path);
}
