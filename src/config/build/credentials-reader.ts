import type { ClientCredential } from '../../oauth/client-credential.ts';
import type { Calendar } from '../calendar.ts';
import { explainUnset } from './check-sources.ts';
import type { CredentialValues } from './credential-values.ts';
import {
  type CredentialsRequest,
  type FoundCredentials,
  findCredentialField,
} from './credentials-request.ts';
import { findUnreadCredentials } from './find-unread-credentials.ts';
import { looksLikePlaceholder, readCleanSource } from './read-clean-source.ts';
import { readClientAssertion } from './read-client-assertion.ts';
import { readClientKeys } from './read-client-keys.ts';
import { readClientSecrets } from './read-client-secrets.ts';
import type { SecretsUse } from './secrets-use.ts';
import { createSourceReader } from './source-reader.ts';
import type { TenantBoundary } from './tenant-boundary.ts';

export interface Credentials {
  readonly clientId: string;
  /** In the order in which they are tried. */
  readonly clientCredentials: readonly ClientCredential[];
  /** Seconds since 1970: when the last of the credentials whose expiry is known stops working. */
  readonly clientCredentialsExpireAt?: number;
}

/** The credentials, or what is missing, as a sentence that continues the provider id. */
export type CredentialsOrGap =
  | { readonly credentials: Credentials }
  | {
      readonly gap: string;
      readonly isUntouched: boolean;
      readonly clientId: string | undefined;
      /** Whether a fault, which is reported already, is the reason. */
      readonly isFaulty: boolean;
    };

export type CredentialsReader = (request: CredentialsRequest) => CredentialsOrGap;

/** Reads client ids, and what proves them, from the places that records name. */
export function createCredentialsReader(
  values: CredentialValues,
  boundary: TenantBoundary,
  calendar: Calendar,
  secrets: SecretsUse,
): CredentialsReader {
  const read = createSourceReader(values, boundary);

  function find(request: CredentialsRequest): FoundCredentials {
    const field = findCredentialField(request.record);
    if (field === 'clientAssertion') return readClientAssertion(request, boundary, secrets);
    if (secrets === 'unread') return findUnreadCredentials(request, read, calendar);
    return field === 'clientKey'
      ? readClientKeys(request, read, calendar)
      : readClientSecrets(request, read, calendar);
  }

  return (request) => {
    const { record, placeOf } = request;
    const id = record.clientId
      ? readCleanSource('clientId', record.clientId, request, read)
      : { isFaulty: false };
    const { credentials, expiries, isFaulty, gap } = find(request);
    const clientId = id.value;
    if (!clientId || credentials.length === 0) {
      return {
        gap: `is not enabled: it has ${listGaps(request, clientId, gap).join(' and ')}`,
        isUntouched: !clientId && credentials.length === 0,
        clientId,
        isFaulty: id.isFaulty || isFaulty,
      };
    }
    if (looksLikePlaceholder(clientId)) {
      const { where, faults } = placeOf('clientId');
      faults.warn(where, 'the client id looks like a placeholder');
    }
    return {
      credentials: {
        clientId,
        clientCredentials: credentials,
        ...(expiries.length > 0 && { clientCredentialsExpireAt: Math.max(...expiries) / 1000 }),
      },
    };
  };
}

/** Without an id, variables of the other credentials that are not set are left out: the id comes first. */
function listGaps({ record }: CredentialsRequest, clientId: string | undefined, gap: string): string[] {
  const isNamed = record[findCredentialField(record)] !== undefined;
  return [
    ...(clientId ? [] : [`no client id${explainUnset(record.clientId ? [record.clientId] : [])}`]),
    ...(clientId || !isNamed ? [gap] : []),
  ];
}
