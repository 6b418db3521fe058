import { ERROR_CODES } from '../oauth/errors.ts';

/**
 * The label values that come from the configuration, capped to what a metrics store can handle. Every metric gets its
 * provider values here, so that metrics can be joined; a tenant value stands elsewhere only in the gauge of the secrets that
 * expire first.
 */
export interface Labels {
  /**
   * Gives these ids their own values, in this order, as long as there is room. Values are never released. The order of the
   * configuration, not that of requests, makes all replicas choose the same ids, so that their metrics can be summed.
   */
  adopt(ids: { readonly providers: Iterable<string>; readonly tenants: Iterable<string> }): void;
  /** @returns the id, or `other` if it has no value of its own */
  provider(id: string): string;
  tenant(id: string): string;
  outcome(code: string): string;
  /** Providers with their own value. */
  readonly providers: ReadonlySet<string>;
}

/** Far above the built-in providers. The bound is for tenants that define their own. */
const MAX_PROVIDERS = 100;

const OTHER = 'other';

const OUTCOMES: ReadonlySet<string> = new Set(['success', ...ERROR_CODES]);

/** @param maxTenants how many tenants get their own value */
export function createLabels(maxTenants: number): Labels {
  const providers = new Set<string>();
  const tenants = new Set<string>();
  return {
    adopt(ids) {
      fill(providers, MAX_PROVIDERS, ids.providers);
      fill(tenants, maxTenants, ids.tenants);
    },
    provider: (id) => (providers.has(id) ? id : OTHER),
    tenant: (id) => (tenants.has(id) ? id : OTHER),
    outcome: (code) => (OUTCOMES.has(code) ? code : OTHER),
    providers,
  };
}

function fill(values: Set<string>, most: number, ids: Iterable<string>): void {
  for (const id of ids) {
    if (values.size >= most) return;
    values.add(id);
  }
}
