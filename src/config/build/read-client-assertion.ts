import { resolve } from 'node:path';
import { showPath } from '../settings/read-secret-file.ts';
import type { CredentialsRequest, FoundCredentials } from './credentials-request.ts';
import type { SecretsUse } from './secrets-use.ts';
import type { TenantBoundary } from './tenant-boundary.ts';

const NONE: Omit<FoundCredentials, 'gap'> = { credentials: [], expiries: [], isFaulty: false };

/**
 * Takes the place of an assertion that others make and replace. Its content is not part of the configuration, so it is not
 * read here: each new version would be a reload.
 */
export function readClientAssertion(
  request: CredentialsRequest,
  boundary: TenantBoundary,
  secrets: SecretsUse,
): FoundCredentials {
  const { file } = request.record.clientAssertion ?? {};
  if (file === undefined) return { ...NONE, gap: 'no client assertion' };
  const { where, faults } = request.placeOf('clientAssertion');
  const tenantId = request.ownerOf('clientAssertion');
  const access = boundary.checkAssertion({ tenantId, file, leaves: request.hasOwnEndpoint });
  if ('fault' in access) {
    faults.add(where, `clientAssertion ${access.fault}`, 'secret_forbidden');
    return { ...NONE, isFaulty: true, gap: 'no client assertion' };
  }
  if (access.missing !== undefined && secrets === 'read') {
    const message = `clientAssertion: cannot find ${showPath(file)} now (${access.missing}); it is read for each request`;
    faults.warn(where, message);
  }
  const { below } = access;
  const credential = { kind: 'assertion-file', file: resolve(file), ...(below && { below }) } as const;
  return { ...NONE, credentials: [credential], gap: '' };
}
