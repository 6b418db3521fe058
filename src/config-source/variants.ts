import { isDeepStrictEqual } from 'node:util';
import type { Provider } from '../oauth/provider.ts';

/** A provider as what sets it apart from another one of the same record: its credentials, and what it overrides. */
export interface Variant {
  /** Without credentials of its own: it stays the same when they change. */
  readonly model: Provider;
  readonly differs: Partial<Provider>;
}

/**
 * Tells providers as variants. Tens of thousands of tenants have a handful of records; a structured clone of all their
 * providers would take as many copies of each.
 */
export function createVariantFinder(): (provider: Provider) => Variant {
  const models = new Map<string, Provider>();
  return (provider) => {
    // A variant can change a field, not lack one.
    const key = JSON.stringify([provider.id, ...Object.keys(provider)]);
    const model = models.get(key) ?? toModel(provider);
    models.set(key, model);
    const differs: Record<string, unknown> = {};
    for (const name in provider) {
      const field = name as keyof Provider;
      if (!isSame(provider[field], model[field])) differs[field] = provider[field];
    }
    return { model, differs };
  };
}

/** @returns one more object that shares every field with the model that it does not change */
export function buildVariant({ model, differs }: Variant): Provider {
  return Object.freeze({ ...model, ...differs });
}

function toModel(provider: Provider): Provider {
  return {
    ...provider,
    clientId: '',
    clientSecrets: [],
    ...(provider.clientSecretsExpireAt !== undefined && { clientSecretsExpireAt: 0 }),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && isDeepStrictEqual(one, other));
}
