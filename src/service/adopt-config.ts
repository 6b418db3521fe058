import type { Config } from '../config/config.ts';
import type { Hub } from '../observability/hub.ts';
import type { StandingProbe } from '../probing/standing-probe.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { ProviderGateway } from '../upstream/provider-gateway.ts';
import type { ServicePorts } from './service-ports.ts';
import { summarizeConfiguration } from './summarize-configuration.ts';

/** What a new configuration reaches. */
export interface AdoptionParts {
  /** The configuration in use: one reference, so that all of it changes in one step. */
  readonly inUse: { config: Config };
  readonly ports: ServicePorts;
  readonly keyRing: KeyRing;
  readonly gateway: ProviderGateway;
  readonly probe: StandingProbe;
  readonly hub: Hub;
}

/**
 * Takes a configuration into use while the service runs.
 * @throws Error for a certificate that cannot be used; the configuration in use stays as it was
 */
export function adoptConfig(next: Config, adoption: AdoptionParts): void {
  const { inUse, ports, keyRing, gateway, hub } = adoption;
  // No file has the random key of this process, so it is kept.
  const sealKeys = next.areSealKeysShared ? next.sealKeys : inUse.config.sealKeys;
  // What may fail comes first, so that a configuration is adopted as a whole or not at all.
  for (const port of [ports.web, ports.management]) if (next.tls) port.replaceCertificate(next.tls);
  keyRing.replace(sealKeys);
  inUse.config = { ...next, sealKeys };
  gateway.adopt(inUse.config.directory.tenants);
  hub.configurationAdopted(summarizeConfiguration(inUse.config));
  probeApps(adoption);
}

/** In the background: no configuration waits for it. */
export function probeApps({ inUse, probe, hub }: Pick<AdoptionParts, 'inUse' | 'probe' | 'hub'>): void {
  const { tenants } = inUse.config.directory;
  probe.adopt(tenants).catch((error: unknown) => hub.errorUnexpected({ error }));
}
