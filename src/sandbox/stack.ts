import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { createConfigSource } from '../config-source/config-source.ts';
import { toSandboxApi } from '../notes/demo-addresses.ts';
import { NOTES_SERVICES } from '../notes/notes-services.ts';
import type { BuildInfo } from '../observability/declare-process-metrics.ts';
import type { Logger } from '../observability/logger.ts';
import { BUILT_IN_RECORDS } from '../providers/built-in-records.ts';
import { startService } from '../service/start-service.ts';
import { findNotesService } from './find-notes-service.ts';
import { type Sandbox, type SandboxOptions, type ServiceId, startSandbox } from './sandbox.ts';

export interface StackOptions {
  readonly webPort: number;
  readonly managementPort: number;
  readonly sandboxPort?: number;
  /** Where browsers and Notes reach the service; its own port on localhost by default. */
  readonly publicUrl?: string;
  /** Tenants by id, each with all the services; without them the service has one tenant, at `publicUrl`. */
  readonly tenants?: Readonly<Record<string, StackTenant>>;
  readonly tokenLength?: NonNullable<SandboxOptions['tokenLength']>;
  readonly logger: Logger;
  readonly build: BuildInfo;
}

export interface StackTenant {
  readonly publicUrl: string;
  readonly displayName?: string;
  readonly language?: string;
}

/** The service and the sandbox in one process, configured for each other. */
export interface Stack {
  readonly rootUrl: string;
  readonly webPort: number;
  readonly managementPort: number;
  readonly sandbox: Sandbox;
  /** Base of a meeting service's API, as a Notes client needs it. */
  apiBaseOf(service: ServiceId): string;
  stop(): Promise<void>;
}

/** Short, since requests of a demo or a test need not be finished. */
const STOP_DEADLINE_MS = 500;

export async function startStack(options: StackOptions): Promise<Stack> {
  const rootUrl = options.publicUrl ?? `http://localhost:${options.webPort}`;
  const sandbox = await startSandbox({
    redirectUris: listRedirectUris([rootUrl, ...listAddresses(options)]),
    ...(options.sandboxPort !== undefined && { port: options.sandboxPort }),
    ...(options.tokenLength && { tokenLength: options.tokenLength }),
    logger: options.logger,
  });
  try {
    const service = await startService({
      config: await configure(rootUrl, options, sandbox),
      logger: options.logger,
      build: options.build,
      host: '127.0.0.1',
    });
    return {
      rootUrl,
      webPort: service.webPort,
      managementPort: service.managementPort,
      sandbox,
      apiBaseOf: (id) => toSandboxApi(sandbox.url, findNotesService(id)),
      async stop() {
        await service.stop(STOP_DEADLINE_MS);
        await sandbox.close();
      },
    };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

/** Configures the service as an operator does: by a provider file and the environment. */
async function configure(rootUrl: string, options: StackOptions, sandbox: Sandbox): Promise<Config> {
  const folder = await mkdtemp(join(tmpdir(), 'domi-sandbox-'));
  try {
    const file = join(folder, 'providers.json');
    await writeFile(file, JSON.stringify({ ...sandbox.providerFile, ...describeTenants(options) }));
    const source = createConfigSource({
      ...sandbox.environment,
      OAUTH_HOSTNAME: rootUrl,
      PORT: String(options.webPort),
      METRICSPORT: String(options.managementPort),
      DOMI_CONFIG: file,
      DOMI_ALLOW_INSECURE_PROVIDERS: 'true',
    });
    return await source.load();
  } finally {
    await rm(folder, { recursive: true });
  }
}

function describeTenants({ tenants }: StackOptions): object {
  if (tenants === undefined) return {};
  const providers = Object.fromEntries(NOTES_SERVICES.map(({ id }) => [id, {}]));
  const entries = Object.entries(tenants).map(([id, tenant]) => [id, { ...tenant, providers }]);
  return { tenants: Object.fromEntries(entries) };
}

function listAddresses({ tenants = {} }: StackOptions): string[] {
  return Object.values(tenants).map(({ publicUrl }) => publicUrl);
}

/** Callbacks of the built-in services below each of these addresses. */
export function listRedirectUris(rootUrls: readonly string[]): Record<ServiceId, string[]> {
  const entries = NOTES_SERVICES.map(({ id }) => {
    const callback = BUILT_IN_RECORDS[id]?.callback;
    return [id, rootUrls.map((rootUrl) => `${rootUrl}/${callback}`)];
  });
  return Object.fromEntries(entries) as Record<ServiceId, string[]>;
}
