import { LANGUAGES, type Language } from '../../pages/texts/languages.ts';
import { createLogo, type Logo, MAX_LOGO } from '../../tenants/logo.ts';
import { type Disk, readErrorCode, TOO_LARGE } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';
import { findSupportUrlFault } from './find-support-url-fault.ts';
import { showPath } from './read-secret-file.ts';
import { stripWrapping } from './strip-wrapping.ts';

/** What pages show of a tenant. */
export interface Appearance {
  readonly language: Language | undefined;
  readonly displayName: string | undefined;
  readonly supportUrl: string | undefined;
  readonly logo: Logo | undefined;
}

/** Characters, as in the provider file. */
export const MAX_DISPLAY_NAME = 100;

/** Reads the appearance of the single tenant, and of tenants that set nothing. */
export function readAppearanceSettings(environment: Environment, faults: FaultList, disk: Disk): Appearance {
  return {
    language: readLanguage(environment.DOMI_LANGUAGE, faults),
    displayName: readDisplayName(environment.DOMI_DISPLAY_NAME, faults),
    supportUrl: readSupportUrl(environment.DOMI_SUPPORT_URL, faults),
    logo: readLogoFile(environment.DOMI_LOGO_FILE, faults, disk),
  };
}

function readLanguage(text: string | undefined, faults: FaultList): Language | undefined {
  if (!text) return undefined;
  const language = LANGUAGES.find((known) => known === text);
  if (language === undefined) faults.add('DOMI_LANGUAGE', `must be one of ${LANGUAGES.join(', ')}`);
  return language;
}

function readDisplayName(text: string | undefined, faults: FaultList): string | undefined {
  if (!text) return undefined;
  // Counted as JSON Schema counts them: an emoji is one.
  if ([...text].length <= MAX_DISPLAY_NAME) return text;
  faults.add('DOMI_DISPLAY_NAME', `is longer than ${MAX_DISPLAY_NAME} characters`);
  return undefined;
}

function readSupportUrl(text: string | undefined, faults: FaultList): string | undefined {
  if (!text) return undefined;
  const url = stripWrapping(text);
  const fault = findSupportUrlFault(url);
  if (fault === undefined) return url;
  faults.add('DOMI_SUPPORT_URL', fault);
  return undefined;
}

function readLogoFile(path: string | undefined, faults: FaultList, disk: Disk): Logo | undefined {
  if (!path) return undefined;
  try {
    return createLogo(disk.read(path, MAX_LOGO));
  } catch (error) {
    faults.add('DOMI_LOGO_FILE', explainLogoError(path, error));
    return undefined;
  }
}

/** @param error of the disk, or of `createLogo` */
export function explainLogoError(path: string, error: unknown): string {
  const code = readErrorCode(error);
  if (code === TOO_LARGE) return `${showPath(path)} is larger than ${MAX_LOGO / 1024} KiB`;
  const isOfLogo = error instanceof RangeError && code === 'unknown';
  return isOfLogo ? `${showPath(path)} ${error.message}` : `cannot read ${showPath(path)} (${code})`;
}
