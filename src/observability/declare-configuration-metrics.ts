import { Counter, Gauge, type Registry } from 'prom-client';

/** The configuration in use, and when its secrets, keys and certificates end. */
export function declareConfigurationMetrics(registers: Registry[]) {
  return {
    tenants: new Gauge({
      name: 'domi_tenants',
      help: 'Tenants of the configuration in use.',
      registers,
    }),
    tenantsRejected: new Gauge({
      name: 'domi_tenants_rejected',
      help: 'Tenants of the configuration in use that are left out because of a fault.',
      registers,
    }),
    suddenLosses: new Counter({
      name: 'domi_config_sudden_losses_total',
      help: 'Reloads that took away more than a tenth of at least twenty tenants.',
      registers,
    }),
    configInfo: new Gauge({
      name: 'domi_config_info',
      help: 'Always 1; the hash names the contents of the provider files in use.',
      labelNames: ['hash'],
      registers,
    }),
    lastReloadSuccessful: new Gauge({
      name: 'domi_config_last_reload_successful',
      help: 'Whether the last load of the configuration succeeded: 1, or 0 while an older one stays in use.',
      registers,
    }),
    lastReloadSuccessTimestamp: new Gauge({
      name: 'domi_config_last_reload_success_timestamp_seconds',
      help: 'When a configuration was last loaded successfully.',
      registers,
    }),
    clientSecretExpiry: new Gauge({
      name: 'domi_client_secret_expiry_timestamp_seconds',
      help: 'When the last client secret or key expires: by its configured date, or its certificate.',
      labelNames: ['tenant', 'provider'],
      registers,
    }),
    credentialsValid: new Gauge({
      name: 'domi_client_credentials_valid',
      help: 'Whether the provider accepts the client id and one of the secrets: 1 or 0. Absent until that is known.',
      labelNames: ['tenant', 'provider'],
      registers,
    }),
    credentialProbes: new Counter({
      name: 'domi_client_credential_probes_total',
      help: 'Probes of client credentials that this instance has sent, by verdict.',
      labelNames: ['provider', 'verdict'],
      registers,
    }),
    certificateExpiry: new Gauge({
      name: 'domi_tls_certificate_expiry_timestamp_seconds',
      help: 'When the TLS certificate of this service expires. Absent without TLS.',
      registers,
    }),
    sealKeyInfo: new Gauge({
      name: 'domi_seal_key_info',
      help: 'Always 1; the seal keys in use. Replicas whose fingerprints differ cannot serve each other.',
      labelNames: ['kid', 'role', 'fingerprint'],
      registers,
    }),
  };
}
