import type { Calendar } from '../calendar.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';
import { findMisspeltVariables } from './find-misspelt-variables.ts';
import type { ProcessSettings } from './process-settings.ts';
import { readCertificate } from './read-certificate.ts';
import { warnOfCertificate } from './warn-of-certificate.ts';

/** What the settings are compared with. */
export interface SettingsUse {
  /** Whether there is no `tenants` section. */
  readonly isSingleTenant: boolean;
  /** Whether a tenant can be used: at least one provider is enabled. */
  readonly hasProviders: boolean;
  /** Whether a provider file names a variable as a source. */
  readonly isReadByFiles: (name: string) => boolean;
  readonly calendar: Calendar;
}

/** Warns of settings that are valid alone, but probably not intended together. */
export function warnOfSettings(
  environment: Environment,
  settings: ProcessSettings,
  use: SettingsUse,
  faults: FaultList,
): void {
  for (const { name, meant } of findMisspeltVariables(environment, use.isReadByFiles)) {
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    faults.warn('', `${name} is not a setting of this service${hint}`);
  }
  warnOfKeys(settings, faults);
  warnOfProxies(settings, faults);
  warnOfAddress(environment, settings, use, faults);
  const certificate = settings.tls && readCertificate(settings.tls);
  if (certificate) {
    // Behind a proxy, users see the certificate of the proxy; tenants have hosts of their own.
    const isShown = use.isSingleTenant && settings.trustedProxies.length === 0;
    const host = isShown && environment.OAUTH_HOSTNAME ? URL.parse(settings.publicUrl)?.hostname : undefined;
    warnOfCertificate(certificate, { host, calendar: use.calendar }, faults);
  }
}

function warnOfKeys({ areSealKeysShared, store }: ProcessSettings, faults: FaultList): void {
  if (areSealKeysShared) return;
  faults.warn(
    '',
    'DOMI_SEAL_KEYS is not set: a random key is used, which works for one replica only and breaks sign-ins in progress on restart',
  );
  if (store === undefined) return;
  faults.warn(
    '',
    'DOMI_STORE_URL is set, but DOMI_SEAL_KEYS is not: replicas with different keys cannot share anything through it',
  );
}

function warnOfProxies(
  { outboundProxies, allowInsecureProviders }: ProcessSettings,
  faults: FaultList,
): void {
  const { https, http } = outboundProxies;
  if (http === undefined || https !== undefined || allowInsecureProviders) return;
  faults.warn(
    '',
    'HTTP_PROXY is set, but HTTPS_PROXY is not: meeting services have https: addresses, so calls to them go out directly',
  );
}

function warnOfAddress(
  environment: Environment,
  { publicUrl, webPort }: ProcessSettings,
  { isSingleTenant, hasProviders }: SettingsUse,
  faults: FaultList,
): void {
  if (environment.OAUTH_HOSTNAME || !isSingleTenant) return;
  const isElsewhere = webPort !== 8878;
  if (!hasProviders && !isElsewhere) return;
  const further = isElsewhere ? ', and the service listens on another port' : '';
  faults.warn(
    '',
    `OAUTH_HOSTNAME is not set: redirect URIs lead to ${publicUrl}, which works on this machine only${further}`,
  );
}
