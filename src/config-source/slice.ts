import type { Provider } from '../oauth/provider.ts';
import type { Logo } from '../tenants/logo.ts';
import type { TenantSettings } from '../tenants/tenant.ts';
import type { PackedTexts } from './packed-texts.ts';

/** A part of a plan, small enough to be received and assembled between two requests. */
export interface Slice {
  /** Fields that this slice and later ones reference by their index. */
  readonly shared: readonly SharedFields[];
  /** The same for logos: one of 64 KiB can be that of all tenants. */
  readonly logos: readonly Logo[];
  readonly tenants: readonly (SlicedTenant | KeptTenants)[];
}

/** A provider that tenants use unchanged, or the model of providers that tenants change. */
export interface SharedFields {
  /** Equal digests mean equal fields. */
  readonly digest: string;
  readonly fields: Partial<Provider>;
}

export interface SlicedTenant extends Omit<TenantSettings, 'providers' | 'logo'> {
  /** Its index among the logos. */
  readonly logo: number | undefined;
  readonly providers: readonly SlicedProvider[];
}

export type SlicedProvider =
  /** Index of a shared provider. */
  | number
  /** The shared fields at the index `model`, except for some. */
  | { readonly model: number; readonly differs: Partial<Provider> };

/** Tenants that have not changed, by their indexes among those in use. */
export interface KeptTenants {
  readonly from: number;
  readonly count: number;
}

/**
 * Id and digest of each tenant, in their order: equal digests mean equal tenants. That of a misconfigured one begins with
 * `MISCONFIGURED`.
 */
export type TenantDigests = PackedTexts;

/** Occurs in no digest otherwise. */
export const MISCONFIGURED = '!';
