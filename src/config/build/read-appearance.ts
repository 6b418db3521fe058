import { createLogo, type Logo } from '../../tenants/logo.ts';
import type { ProviderFile } from '../schema/provider-file.schema.ts';

type AppearanceRecord = Pick<NonNullable<ProviderFile['tenants']>[string], 'supportUrl' | 'logo'>;

export interface Appearance {
  readonly supportUrl: string | undefined;
  readonly logo: Logo | undefined;
}

export interface AppearanceOptions {
  readonly read: (path: string) => Buffer;
  /** Takes what is wrong with a field. */
  readonly fault: (field: keyof AppearanceRecord, message: string) => void;
}

/** What a tenant shows of its own on the pages, judged so that no script gets in. */
export function readAppearance(record: AppearanceRecord, { read, fault }: AppearanceOptions): Appearance {
  return { supportUrl: readSupportUrl(), logo: readLogo() };

  function readSupportUrl(): string | undefined {
    if (record.supportUrl === undefined) return undefined;
    const { protocol, username, password } = URL.parse(record.supportUrl) ?? {};
    // A `javascript:` address would run in our page when somebody clicks it.
    if (protocol !== 'https:' && protocol !== 'mailto:') {
      fault('supportUrl', 'has to be an https:// or mailto: address');
    } else if (username || password) {
      fault('supportUrl', 'must not hold a user name or password');
    }
    return record.supportUrl;
  }

  function readLogo(): Logo | undefined {
    if (record.logo === undefined) return undefined;
    const { file } = record.logo;
    try {
      return createLogo(read(file));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      fault(
        'logo',
        error instanceof RangeError && !code ? `${file} ${error.message}` : `cannot read ${file} (${code})`,
      );
      return undefined;
    }
  }
}
