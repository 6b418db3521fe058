import { BUILT_IN_RECORDS } from '../providers/built-in-records.ts';
import { normalizeAddress } from './normalize-address.ts';

/**
 * DOMI 1.x glues the callback to `OAUTH_HOSTNAME` as it is written; here the address is normalized first: no slash at
 * the end, no default port, the host in lower case. Services compare redirect URIs letter by letter, so one that differs
 * must be registered as well.
 */
export function listRedirectUriTasks(
  hostname: string,
  environment: Readonly<Record<string, string>>,
): string[] {
  const publicUrl = normalizeAddress(hostname);
  if (publicUrl === hostname) return [];
  return Object.values(BUILT_IN_RECORDS).flatMap(({ label, callback, clientId, consoleUrl }) => {
    if (!clientId || !('env' in clientId) || !environment[clientId.env]) return [];
    return [
      `register ${publicUrl}/${callback} for ${label} beside ${hostname}/${callback}${consoleUrl ? `, at ${consoleUrl}` : ''}`,
    ];
  });
}
