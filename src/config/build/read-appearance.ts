import { createLogo, type Logo } from '../../tenants/logo.ts';
import type { Disk } from '../files/disk.ts';
import type { TenantRecord } from '../records/merge-files.ts';

type AppearanceRecord = Pick<TenantRecord, 'supportUrl' | 'logo'>;

/** A fault that continues the name of the field. */
export interface AppearanceFault {
  readonly field: keyof AppearanceRecord;
  readonly message: string;
}

export interface Appearance {
  readonly logo: Logo | undefined;
  readonly faults: readonly AppearanceFault[];
}

/** Reads the support address and the logo of a tenant, validated so that they cannot contain scripts. */
export function readAppearance(record: AppearanceRecord, disk: Disk): Appearance {
  const supportFault = findSupportUrlFault(record.supportUrl);
  const { logo, fault: logoFault } = readLogo(record.logo?.file, disk);
  return {
    logo,
    faults: [
      ...(supportFault ? [{ field: 'supportUrl', message: supportFault } as const] : []),
      ...(logoFault ? [{ field: 'logo', message: logoFault } as const] : []),
    ],
  };
}

function findSupportUrlFault(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const { protocol, username, password } = URL.parse(text) ?? {};
  // A `javascript:` address would run in our page when a user clicks it.
  if (protocol !== 'https:' && protocol !== 'mailto:') return 'must be an https:// or mailto: address';
  return username || password ? 'must not contain a user name or password' : undefined;
}

function readLogo(file: string | undefined, disk: Disk): { logo?: Logo; fault?: string } {
  if (file === undefined) return {};
  try {
    return { logo: createLogo(disk.read(file)) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isOfLogo = error instanceof RangeError && !code;
    return { fault: isOfLogo ? `${file} ${error.message}` : `cannot read ${file} (${code})` };
  }
}
