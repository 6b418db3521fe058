import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { ModelOrigin } from './build-model.ts';
import { fillVariables } from './fill-variables.ts';

/** Endpoints that get the client secret. */
const ENDPOINTS = ['tokenEndpoint', 'refreshEndpoint', 'revocationEndpoint'] as const;

/** A variable in scheme, host or port, which so may become any other host. */
const VARIABLE_IN_HOST = /^[^/]*\/\/[^/?#\\]*\{/;

/**
 * Finds an endpoint that a tenant has chosen itself: it sets the field, or a variable in its host. The shared secret must
 * not go there.
 * @param own what the tenant changes
 * @param record the origin with these changes
 * @param origin undefined for a record that the tenant has written alone
 */
export function findOwnEndpoint(
  own: ProviderRecord,
  record: ProviderRecord,
  origin: ModelOrigin | undefined,
): (typeof ENDPOINTS)[number] | undefined {
  return ENDPOINTS.find((field) => {
    const template = record[field];
    if (template === undefined) return false;
    if (own[field] === undefined && (own.variables === undefined || !VARIABLE_IN_HOST.test(template)))
      return false;
    const { value } = fillVariables(template, record.variables ?? {});
    const shared = origin?.model[field];
    if (own[field] !== undefined) return value !== shared;
    return readOrigin(value) !== readOrigin(shared);
  });
}

function readOrigin(url: string | undefined): string | undefined {
  return url === undefined ? undefined : URL.parse(url)?.origin;
}
