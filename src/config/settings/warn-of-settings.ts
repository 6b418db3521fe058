import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';
import type { ProcessSettings } from './process-settings.ts';

/** Warns of settings that are valid alone, but probably not intended together. */
export function warnOfSettings(
  environment: Environment,
  settings: ProcessSettings,
  isSingleTenant: boolean,
  faults: FaultList,
): void {
  if (!settings.areSealKeysShared) {
    faults.warn(
      '',
      'DOMI_SEAL_KEYS is not set: a random key is used, which works for one replica only and breaks sign-ins in progress on restart',
    );
  }
  if (settings.storeUrl !== undefined && !settings.areSealKeysShared) {
    faults.warn(
      '',
      'DOMI_STORE_URL is set, but DOMI_SEAL_KEYS is not: replicas with different keys cannot share anything through it',
    );
  }
  const { https, http } = settings.outboundProxies;
  if (http !== undefined && https === undefined && !settings.allowInsecureProviders) {
    faults.warn(
      '',
      'HTTP_PROXY is set, but HTTPS_PROXY is not: meeting services have https: addresses, so calls to them go out directly',
    );
  }
  if (!environment.OAUTH_HOSTNAME && isSingleTenant && settings.webPort !== 8878) {
    faults.warn(
      '',
      `OAUTH_HOSTNAME is not set: redirect URIs lead to ${settings.publicUrl}, but the service listens on another port`,
    );
  }
}
