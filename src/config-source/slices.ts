import { createHash } from 'node:crypto';
import type { Provider } from '../oauth/provider.ts';
import { createTenant, type Tenant, type TenantSettings } from '../tenants/tenant.ts';
import { createDirectoryBuilder, type TenantDirectory } from '../tenants/tenant-directory.ts';
import { readList, type SharedText, shareList } from './shared-text.ts';
import { buildVariant, createVariantFinder } from './variants.ts';

/** A part of a plan that is small enough to be read, and put to use, between two requests. */
export interface Slice {
  /** Providers that this slice and later ones name by their place. */
  readonly shared: readonly SharedProvider[];
  readonly tenants: readonly (SlicedTenant | Kept)[];
}

/** One that several tenants share, or the model of those that differ little. */
export interface SharedProvider {
  readonly digest: string;
  readonly provider: Provider;
}

export interface SlicedTenant extends Omit<TenantSettings, 'providers'> {
  readonly providers: readonly SlicedProvider[];
}

export type SlicedProvider =
  | number
  /** The one at the place `model`, but for some fields. */
  | { readonly model: number; readonly differs: Partial<Provider> };

/** Tenants that are as they were, by their places among those in use. */
export interface Kept {
  readonly from: number;
  readonly count: number;
}

/** Ids and digests of tenants, in their order: equal digests mean equal tenants. */
export type TenantDigests = SharedText;

export interface SlicedPlan {
  readonly digests: TenantDigests;
  readonly slices: Iterator<Slice, undefined>;
}

/** What one slice may weigh: some 5 ms of the event loop. */
const SLICE = 100;
/** Of a tenant that is kept, beside 1 for one that is handed over. */
const KEPT = 0.05;

/** A structured clone keeps what is shared within one message only, so sharing is written down. */
export function slicePlan(tenants: readonly TenantSettings[], known: TenantDigests | undefined): SlicedPlan {
  const uses = countUses(tenants);
  const digestProvider = createProviderDigester();
  /** A shared one is read once, however many tenants have it. */
  const describe = (provider: Provider): Provider | string =>
    isShared(provider, uses) ? digestProvider(provider) : provider;
  const digests = tenants.map((tenant) => digestTenant(tenant, describe));
  const places = findPlaces(
    tenants.map(({ id }) => id),
    digests,
    known,
  );
  return {
    digests: shareList(tenants.flatMap(({ id }, index) => [id, digests[index] ?? ''])),
    slices: listSlices(tenants, places, uses, digestProvider),
  };
}

/** @returns for each tenant its place among the known ones, when it is equal to the one there */
function findPlaces(
  ids: readonly string[],
  digests: readonly string[],
  known: TenantDigests | undefined,
): (number | undefined)[] {
  const list = known ? readList(known) : [];
  const places = new Map<string, number>();
  for (let index = 0; index < list.length; index += 2) places.set(list[index] ?? '', index / 2);
  return ids.map((id, index) => {
    const place = places.get(id);
    return place !== undefined && list[place * 2 + 1] === digests[index] ? place : undefined;
  });
}

function* listSlices(
  tenants: readonly TenantSettings[],
  kept: readonly (number | undefined)[],
  uses: Uses,
  digestProvider: ProviderDigester,
): Generator<Slice, undefined> {
  const places = new Map<Provider, number>();
  const findVariant = createVariantFinder();
  let shared: SharedProvider[] = [];
  let slice: (SlicedTenant | Kept)[] = [];
  let weight = 0;

  function place(provider: Provider): number {
    const taken = places.get(provider) ?? places.size;
    if (taken === places.size) {
      places.set(provider, taken);
      shared.push({ digest: digestProvider(provider), provider });
    }
    return taken;
  }

  function sliceProvider(provider: Provider): SlicedProvider {
    if (isShared(provider, uses)) return place(provider);
    const { model, differs } = findVariant(provider);
    return { model: place(model), differs };
  }

  for (const [index, tenant] of tenants.entries()) {
    const from = kept[index];
    const last = slice.at(-1);
    if (from === undefined) slice.push({ ...tenant, providers: tenant.providers.map(sliceProvider) });
    else if (last && 'from' in last && last.from + last.count === from)
      slice[slice.length - 1] = { from: last.from, count: last.count + 1 };
    else slice.push({ from, count: 1 });
    weight += from === undefined ? 1 : KEPT;
    if (weight < SLICE) continue;
    yield { shared, tenants: slice };
    [shared, slice, weight] = [[], [], 0];
  }
  if (slice.length > 0) yield { shared, tenants: slice };
  return undefined;
}

/** How many tenants have it. */
type Uses = ReadonlyMap<Provider, number>;

function isShared(provider: Provider, uses: Uses): boolean {
  return (uses.get(provider) ?? 0) > 1;
}

function countUses(tenants: readonly TenantSettings[]): Uses {
  const uses = new Map<Provider, number>();
  for (const { providers } of tenants) {
    for (const provider of providers) uses.set(provider, (uses.get(provider) ?? 0) + 1);
  }
  return uses;
}

type ProviderDigester = (provider: Provider) => string;

function createProviderDigester(): ProviderDigester {
  const known = new Map<Provider, string>();
  return (provider) => {
    const text = known.get(provider) ?? digest(provider);
    known.set(provider, text);
    return text;
  };
}

function digestTenant(
  { providers, logo, ...tenant }: TenantSettings,
  describe: (provider: Provider) => Provider | string,
): string {
  // The path of a logo holds the hash of its content.
  return digest([tenant, logo?.path, providers.map(describe)]);
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

/** What the thread that answers requests keeps of the configuration in use, to take over only what differs. */
export interface Known {
  readonly tenants: readonly Tenant[];
  /** Undefined: all tenants are handed over. */
  readonly digests: TenantDigests | undefined;
  /** By digest, so that tenants that share an app share its object, whenever they came. */
  readonly shared: ReadonlyMap<string, Provider>;
}

/** Of tenants that did not come in slices. */
export function knowOnly(tenants: readonly Tenant[]): Known {
  return { tenants, digests: undefined, shared: new Map() };
}

export interface Assembled {
  readonly directory: TenantDirectory;
  readonly known: Omit<Known, 'digests'>;
}

export interface Assembler {
  add(slice: Slice): void;
  finish(isSingle: boolean): Assembled;
}

/** Puts the tenants of slices together again, in the thread that answers requests. */
export function createAssembler(before: Known): Assembler {
  const places: Provider[] = [];
  const shared = new Map(before.shared);
  const directory = createDirectoryBuilder();

  function find(place: number): Provider {
    const provider = places[place];
    if (provider === undefined) throw new TypeError('a slice names a provider that did not come');
    return provider;
  }

  function build({ providers, logo, ...tenant }: SlicedTenant): Tenant {
    return createTenant({
      ...tenant,
      // A structured clone makes plain octets of a Buffer.
      logo: logo && { ...logo, body: Buffer.from(logo.body) },
      providers: providers.map((provider) =>
        typeof provider === 'number'
          ? find(provider)
          : buildVariant({ model: find(provider.model), differs: provider.differs }),
      ),
    });
  }

  return {
    add(slice) {
      for (const { digest, provider } of slice.shared) {
        const same = shared.get(digest) ?? provider;
        shared.set(digest, same);
        places.push(same);
      }
      for (const part of slice.tenants) {
        if ('from' in part) {
          const kept = before.tenants.slice(part.from, part.from + part.count);
          if (kept.length < part.count) throw new TypeError('a slice names tenants that are not in use');
          for (const tenant of kept) directory.add(tenant);
        } else directory.add(build(part));
      }
    },
    finish(isSingle) {
      return { directory: directory.finish(isSingle), known: { tenants: directory.tenants, shared } };
    },
  };
}
