import type { Config } from '../config/config.ts';
import { listWithoutCredentials } from '../config/records/records.ts';
import type { Environment } from '../config/settings/environment.ts';
import type { Logger } from '../observability/logger.ts';
import { listAddresses } from '../tenants/addresses.ts';
import { countProviders, NOTHING_ENABLED } from '../tenants/count-providers.ts';

/** Addresses in the line; `domi onboard` prints those of any tenant. */
const MAX_ADDRESSES = 20;

/** Logs in one line what is enabled, at which addresses, and which services of DOMI 1.x have no credentials. */
export function logEnabled({ directory }: Config, environment: Environment, logger: Logger): void {
  const { tenants, isSingle } = directory;
  const addresses = listAddresses(tenants.slice(0, MAX_ADDRESSES)).slice(0, MAX_ADDRESSES);
  const count = countProviders(tenants);
  const enabledIds = new Set(addresses.map(({ provider }) => provider ?? ''));
  const fields = {
    enabled: addresses,
    ...(count > addresses.length && { more: count - addresses.length }),
    ...(isSingle && { without_credentials: listWithoutCredentials(environment, enabledIds) }),
  };
  if (count === 0) logger.warn(fields, NOTHING_ENABLED);
  else logger.info(fields, 'enabled');
}

/** Logs at level `debug` which settings are in use. Addresses may hold a password, and are shown without. */
export function logSettings(config: Config, logger: Logger): void {
  const { publicUrl, webPort, managementPort, tls, sealKeys, areSealKeysShared, trustedProxies } = config;
  const { limits, auditLog, metricsTenants, logLevel, drainDelay, store, configPath } = config;
  logger.debug(
    {
      public_url: publicUrl,
      port: webPort,
      metrics_port: managementPort,
      tls: tls === undefined ? 'off' : 'pfx' in tls ? 'pfx' : 'pem',
      seal_keys: sealKeys.map(({ id }) => id),
      seal_keys_shared: areSealKeysShared,
      trusted_proxies: trustedProxies,
      limits,
      audit_log: auditLog,
      metrics_tenants: metricsTenants,
      log_level: logLevel,
      drain_delay: drainDelay,
      replay_seconds: config.replaySeconds,
      superseded_seconds: config.supersededSeconds,
      probe_seconds: config.probeSeconds,
      webhook_forward: config.webhookForward && new URL(config.webhookForward.url).origin,
      store: store?.addresses.map(({ host, port }) => `${host}:${port}`).join() ?? 'none',
      config: configPath,
    },
    'settings',
  );
}

/** Logs outbound proxies without user and password. */
export function logProxies({ outboundProxies: { https, http } }: Config, logger: Logger): void {
  if (https === undefined && http === undefined) return;
  const showOrigin = (address: string): string => new URL(address).origin;
  logger.info(
    { https_proxy: https && showOrigin(https), http_proxy: http && showOrigin(http) },
    'outbound proxies',
  );
}
