import type { ProviderRecord } from './provider-record.ts';

/** Lists the variables that a record names as sources, in every field that can name one. */
export function listNamedVariables({
  clientId,
  clientSecret,
  clientKey,
  clientCertificate,
  webhook,
}: ProviderRecord): string[] {
  return [clientId, clientSecret, clientKey, clientCertificate, webhook?.secret]
    .flat()
    .flatMap((source) => (source && 'env' in source ? [source.env] : []));
}
