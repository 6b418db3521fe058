import type { ProviderRecord } from '../providers/provider-record.ts';
import { describeSource, listSources } from './build/credential-source.ts';
import { findCredentialField } from './build/credentials-request.ts';

/** How a record proves the identity of its client, and where the service reads what proves it. */
export interface AuthenticationPlan {
  readonly kind: 'secret' | 'key' | 'assertion';
  /** Variables and files, in their order; as far as their names are safe to show. */
  readonly places: readonly string[];
  readonly certificatePlaces: readonly string[];
}

export function describeAuthentication(record: ProviderRecord): AuthenticationPlan {
  const { clientSecret, clientKey, clientCertificate, clientAssertion } = record;
  switch (findCredentialField(record)) {
    case 'clientSecret':
      return { kind: 'secret', places: listSources(clientSecret).map(describeSource), certificatePlaces: [] };
    case 'clientKey':
      return {
        kind: 'key',
        places: listSources(clientKey).map(describeSource),
        certificatePlaces: listSources(clientCertificate).map(describeSource),
      };
    case 'clientAssertion':
      return { kind: 'assertion', places: [clientAssertion?.file ?? ''], certificatePlaces: [] };
  }
}
