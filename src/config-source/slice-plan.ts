import { createHash } from 'node:crypto';
import type { PlannedProvider, TenantPlan } from '../config/build/tenant-plan.ts';
import type { Provider } from '../oauth/provider.ts';
import type { Logo } from '../tenants/logo.ts';
import { packTexts, readTexts } from './packed-texts.ts';
import {
  type KeptTenants,
  MISCONFIGURED,
  type SharedFields,
  type Slice,
  type SlicedProvider,
  type SlicedTenant,
  type TenantDigests,
} from './slice.ts';

export interface SlicedPlan {
  readonly digests: TenantDigests;
  readonly slices: Iterator<Slice, undefined>;
}

/** Tenants per slice: about 5 ms of the event loop. A run of kept ones counts as one of `SLICE`, and has its own bound. */
const SLICE = 100;
const SLICE_WITH_KEPT = 4000;

/**
 * Divides tenants into slices, which only reference tenants that are in use already. A structured clone preserves shared
 * objects only within one message, so sharing is made explicit.
 * @param inUse digests of the tenants in use
 */
export function slicePlan(tenants: readonly TenantPlan[], inUse: TenantDigests): SlicedPlan {
  const digestShared = createSharedDigester();
  const digests = new Map(tenants.map((tenant) => [tenant.id, digestTenant(tenant, digestShared)]));
  return {
    digests: packTexts([...digests].flat()),
    slices: listSlices(tenants, findKept(digests, inUse), digestShared),
  };
}

/** @returns the index among the tenants in use of each tenant that does not change, by id */
function findKept(digests: ReadonlyMap<string, string>, inUse: TenantDigests): ReadonlyMap<string, number> {
  const texts = [...readTexts(inUse)];
  const kept = new Map<string, number>();
  for (let place = 0; place < texts.length / 2; place += 1) {
    const id = texts[2 * place] ?? '';
    if (digests.get(id) === texts[2 * place + 1]) kept.set(id, place);
  }
  return kept;
}

function* listSlices(
  tenants: readonly TenantPlan[],
  kept: ReadonlyMap<string, number>,
  digestShared: SharedDigester,
): Generator<Slice, undefined> {
  const places = new Map<Partial<Provider>, number>();
  const logoPlaces = new Map<Logo, number>();
  let logos: Logo[] = [];
  let shared: SharedFields[] = [];
  let parts: (SlicedTenant | KeptTenants)[] = [];
  let count = 0;

  function place(fields: Partial<Provider>): number {
    const taken = places.get(fields) ?? places.size;
    if (taken === places.size) {
      places.set(fields, taken);
      shared.push({ digest: digestShared(fields), fields });
    }
    return taken;
  }

  function placeLogo(logo: Logo): number {
    const taken = logoPlaces.get(logo) ?? logoPlaces.size;
    if (taken === logoPlaces.size) {
      logoPlaces.set(logo, taken);
      logos.push(logo);
    }
    return taken;
  }

  function sliceProvider({ provider, model, differs }: PlannedProvider): SlicedProvider {
    return differs === undefined ? place(provider) : { model: place(model), differs };
  }

  for (const tenant of tenants) {
    // For kept tenants too: later tenants share their providers.
    const providers = tenant.providers.map(sliceProvider);
    const from = kept.get(tenant.id);
    const last = parts.at(-1);
    if (from === undefined) parts.push({ ...tenant, logo: tenant.logo && placeLogo(tenant.logo), providers });
    else if (last && 'from' in last && last.from + last.count === from)
      parts[parts.length - 1] = { from: last.from, count: last.count + 1 };
    else parts.push({ from, count: 1 });
    count += 1;
    if (parts.length < SLICE && count < SLICE_WITH_KEPT) continue;
    yield { shared, logos, tenants: parts };
    [shared, logos, parts, count] = [[], [], [], 0];
  }
  if (parts.length > 0) yield { shared, logos, tenants: parts };
  return undefined;
}

type SharedDigester = (fields: Partial<Provider>) => string;

/** Digests shared fields once, however many tenants have them. */
function createSharedDigester(): SharedDigester {
  const digests = new Map<Partial<Provider>, string>();
  return (fields) => {
    const text = digests.get(fields) ?? digest(fields);
    digests.set(fields, text);
    return text;
  };
}

function digestTenant({ providers, logo, ...tenant }: TenantPlan, digestShared: SharedDigester): string {
  const described = providers.map(({ provider, model, differs }) =>
    differs === undefined ? digestShared(provider) : [digestShared(model), differs],
  );
  // The path of a logo contains the hash of its content.
  const text = digest([tenant, logo?.path, described]);
  return tenant.isMisconfigured ? `${MISCONFIGURED}${text}` : text;
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
