import type { ProviderRecord } from '../../src/providers/provider-record.ts';
import type { Service } from './read-services.ts';

/** Two more for every service, so that the separator always shows. */
export const MORE_SCOPES = ['read', 'write:all'];

/** A service as an operator would write it into the provider file; what is the default is left out. */
export function toRecord(service: Service): ProviderRecord {
  const { id, isBasic, isJson, hasPkce, separator, scopes, names } = service;
  return {
    label: id,
    path: `x-${id}`,
    callback: `back-${id}`,
    authorizationEndpoint: service.authorize,
    tokenEndpoint: service.token,
    ...(service.refresh !== service.token && { refreshEndpoint: service.refresh }),
    ...(!isBasic && { tokenEndpointAuthMethod: 'client_secret_post' }),
    ...(isJson && { requestFormat: 'json' }),
    ...(!hasPkce && { pkce: 'none' }),
    scopes: [...scopes, ...MORE_SCOPES],
    ...(separator !== ' ' && { scopeSeparator: separator }),
    ...unlessEmpty('authorizationParams', service.authorizeParams),
    ...unlessEmpty('tokenParams', service.tokenParams),
    ...unlessEmpty('refreshParams', service.refreshParams),
    ...unlessEmpty('variables', service.variables),
    ...unlessEmpty('tokenResponse', service.answer),
    ...unlessEmpty('parameterNames', names),
    clientId: { value: `${id}-client` },
    clientSecret: { env: 'YARDSTICK_SECRET' },
  };
}

function unlessEmpty(field: string, value: Readonly<Record<string, string>>): object {
  return Object.keys(value).length > 0 ? { [field]: value } : {};
}
