import type { Provider } from '../oauth/provider.ts';
import type { TenantSettings } from '../tenants/tenant.ts';

/** A part of a plan that is small enough to be read, and put to use, between two requests. */
export interface Slice {
  /** What this slice and later ones name by its place. */
  readonly shared: readonly SharedFields[];
  readonly tenants: readonly (SlicedTenant | KeptTenants)[];
}

/** A provider that tenants take as it is, or the model of those that change something. */
export interface SharedFields {
  /** Equal digests mean equal fields. */
  readonly digest: string;
  readonly fields: Partial<Provider>;
}

export interface SlicedTenant extends Omit<TenantSettings, 'providers'> {
  readonly providers: readonly SlicedProvider[];
}

export type SlicedProvider =
  /** Place of a shared provider. */
  | number
  /** What is at the place `model`, but for some fields. */
  | { readonly model: number; readonly differs: Partial<Provider> };

/** Tenants that are as they were, by their places among those in use. */
export interface KeptTenants {
  readonly from: number;
  readonly count: number;
}

/** Digests of tenants by id, in the order of the tenants: equal digests mean equal tenants. */
export type TenantDigests = ReadonlyMap<string, string>;
