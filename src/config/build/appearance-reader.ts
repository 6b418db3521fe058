import { createLogo, type Logo, MAX_LOGO } from '../../tenants/logo.ts';
import type { Disk } from '../files/disk.ts';
import type { TenantRecord } from '../records/merge-files.ts';
import { findSupportUrlFault } from '../settings/find-support-url-fault.ts';
import { type Appearance, explainLogoError } from '../settings/read-appearance-settings.ts';

/** The part of a tenant, or of the defaults, that pages show. */
export type AppearanceRecord = Pick<TenantRecord, 'language' | 'displayName' | 'supportUrl' | 'logo'>;

/** A fault that continues the name of the field. */
export interface AppearanceFault {
  readonly field: keyof AppearanceRecord;
  readonly message: string;
}

export interface ReadAppearance {
  readonly appearance: Appearance;
  readonly faults: readonly AppearanceFault[];
}

/** Reads what a record shows, validated so that it cannot contain scripts; what it leaves out comes from the defaults. */
export type AppearanceReader = (record: AppearanceRecord, defaults: Appearance) => ReadAppearance;

interface LogoOrFault {
  readonly logo?: Logo;
  readonly fault?: string;
}

/**
 * Reads each logo once, so that all tenants that show it share it.
 * @param disk undefined: logos are not read
 */
export function createAppearanceReader(disk: Disk | undefined): AppearanceReader {
  const logos = new Map<string, LogoOrFault>();

  function readLogo(file: string | undefined): LogoOrFault {
    if (file === undefined || disk === undefined) return {};
    const known = logos.get(file) ?? tryToRead(file, disk);
    logos.set(file, known);
    return known;
  }

  return (record, defaults) => {
    const { supportUrl, logo: ownLogo } = record;
    const supportFault = supportUrl === undefined ? undefined : findSupportUrlFault(supportUrl);
    const { logo, fault: logoFault } = readLogo(ownLogo?.file);
    return {
      appearance: {
        language: record.language ?? defaults.language,
        displayName: record.displayName ?? defaults.displayName,
        supportUrl: supportFault === undefined ? (supportUrl ?? defaults.supportUrl) : defaults.supportUrl,
        logo: logo ?? defaults.logo,
      },
      faults: [
        ...(supportFault ? [{ field: 'supportUrl', message: supportFault } as const] : []),
        ...(logoFault ? [{ field: 'logo', message: logoFault } as const] : []),
      ],
    };
  };
}

function tryToRead(file: string, disk: Disk): LogoOrFault {
  try {
    return { logo: createLogo(disk.readOrdinary(file, MAX_LOGO).content) };
  } catch (error) {
    return { fault: explainLogoError(file, error) };
  }
}
