import { ERROR_CODES } from '../oauth/errors.ts';

/**
 * The values of labels that come from the configuration, capped: a metrics store cannot take more. Every metric takes its
 * values here, so that values join across metrics.
 */
export interface Labels {
  /**
   * Gives these ids a value of their own, in this order, as long as there is room. Values are never given back. The order of
   * the configuration, and not that of requests, makes all replicas choose the same ids; their sums would not fit together
   * otherwise.
   */
  adopt(ids: { readonly providers: Iterable<string>; readonly tenants: Iterable<string> }): void;
  /** @returns the id, or `other` when it has no value of its own */
  provider(id: string): string;
  tenant(id: string): string;
  outcome(code: string): string;
  /** Providers with a value of their own. */
  readonly providers: ReadonlySet<string>;
}

/** Provider ids come from the configuration, where tenants may add their own: far more than anybody names by hand. */
const MAX_PROVIDERS = 100;

const OTHER = 'other';

const OUTCOMES: ReadonlySet<string> = new Set(['success', ...ERROR_CODES]);

/** @param maxTenants how many tenants get a value of their own */
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
