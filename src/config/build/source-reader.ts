import type { CredentialSource } from './credential-source.ts';
import type { CredentialValues } from './credential-values.ts';
import type { CredentialField, CredentialsRequest } from './credentials-request.ts';
import type { TenantBoundary } from './tenant-boundary.ts';

export interface ReadResult {
  /** Undefined for a variable that is not set, and for a fault. */
  readonly value?: string | undefined;
  /** Whether a fault, which is reported already, is the reason. */
  readonly isFaulty: boolean;
}

/** Reads what a record may read from the place that it names. */
export type SourceReader = (
  field: CredentialField,
  source: CredentialSource,
  request: CredentialsRequest,
) => ReadResult;

export function createSourceReader(values: CredentialValues, boundary: TenantBoundary): SourceReader {
  return (field, source, request) => {
    const { where, faults } = request.placeOf(field);
    const tenantId = request.ownerOf(field);
    // A client id stands in the address that the browser of a user gets.
    const leaves = field === 'clientId' || request.hasOwnEndpoint;
    const use = tenantId === undefined ? undefined : { tenantId, source, leaves };
    const forbidden = use && boundary.findForbidden(use);
    if (forbidden !== undefined) {
      faults.add(where, `${field} ${forbidden}`, 'secret_forbidden');
      return { isFaulty: true };
    }
    const found = values.read(source);
    if (found.fault !== undefined) {
      faults.add(found.faultyVariable ?? where, found.fault, 'secret_unreadable');
      return { isFaulty: true };
    }
    const strange = use && boundary.findStrange(use, found);
    if (strange !== undefined) {
      faults.add(where, `${field} ${strange}`, 'secret_forbidden');
      return { isFaulty: true };
    }
    return { value: found.value, isFaulty: false };
  };
}
