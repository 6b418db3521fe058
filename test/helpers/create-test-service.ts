import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConfigSource, type ReloadTimes } from '../../src/config-source/config-source.ts';
import { createLogger } from '../../src/observability/logger.ts';
import type { Tracing } from '../../src/observability/tracing.ts';
import type { ProbeTimes } from '../../src/probing/standing-probe.ts';
import { type Service, startService } from '../../src/service/start-service.ts';
import type { StoreTimes } from '../../src/store/store-session.ts';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import type { GatewayLimits } from '../../src/upstream/provider-gateway.ts';
import type { UpstreamTimeouts } from '../../src/upstream/senders.ts';
import { expectDocumentedAnswers } from './documented/documented-answers.ts';
import { type Answer, CookieJar, send } from './http.ts';
import { lookUpForTests } from './look-up-for-tests.ts';
import { sealKeyOf } from './seal-keys.ts';

export interface TestServiceOptions {
  /** Added to, or in place of, the variables below. */
  readonly environment?: Record<string, string>;
  /** Content of the provider file. */
  readonly providerFile?: object;
  readonly now?: () => Date;
  readonly tracing?: Tracing;
  /** Called with each log line, before it is kept; may throw, as a logger may. */
  readonly onLine?: (line: string) => void;
  readonly upstreamTimeouts?: Partial<UpstreamTimeouts>;
  readonly gatewayLimits?: Partial<GatewayLimits>;
  readonly storeTimes?: Partial<StoreTimes>;
  /** Turns the standing probe on, at this speed. */
  readonly probeTimes?: Partial<ProbeTimes>;
  readonly descriptorLimit?: number;
  /** Says that the event loop is on time, unless a test says otherwise: others keep this machine busy as well. */
  readonly standingDelay?: () => number;
  /** Follows the files that the environment names. */
  readonly reload?: Partial<ReloadTimes>;
}

export interface TestService {
  /** Where it listens; its public URL is another one, since the port is not known beforehand. */
  readonly url: string;
  readonly managementUrl: string;
  /** Every log line so far. */
  readonly logs: string[];
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** A browser with an empty cookie store. */
  browse(): { jar: CookieJar; get(path: string, headers?: Record<string, string>): Promise<Answer> };
  stop(): Promise<void>;
}

/** 32 bytes each. */
export const TEST_SEAL_KEYS = `first:${sealKeyOf(1)}`;

export const TEST_ENVIRONMENT: Readonly<Record<string, string>> = {
  OAUTH_HOSTNAME: 'https://domi.example.com',
  PORT: '0',
  METRICSPORT: '0',
  DOMI_SEAL_KEYS: TEST_SEAL_KEYS,
  // Tests count calls.
  DOMI_PROBE_SECONDS: '0',
  ZOOM_CLIENT_ID: 'zoom-id',
  ZOOM_CLIENT_SECRET: 'zoom-secret',
  TEAMS_CLIENT_ID: 'teams-id',
  TEAMS_CLIENT_SECRET: 'teams-secret',
  WEBEX_CLIENT_ID: 'webex-id',
  WEBEX_CLIENT_SECRET: 'webex-secret',
  GTM_CLIENT_ID: 'gtm-id',
  GTM_CLIENT_SECRET: 'gtm-secret',
};

/** The service as an operator would start it, on free ports; the caller stops it. */
export async function createTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const folder = mkdtempSync(join(tmpdir(), 'domi-test-'));
  const file = join(folder, 'providers.json');
  if (options.providerFile) writeFileSync(file, JSON.stringify(options.providerFile));
  const environment = {
    ...TEST_ENVIRONMENT,
    ...(options.probeTimes && { DOMI_PROBE_SECONDS: '3600' }),
    ...(options.providerFile && { DOMI_CONFIG: file }),
    ...options.environment,
  };
  // The way that the process takes, also where nothing is followed afterwards.
  const clock = { ...SYSTEM_CLOCK, ...(options.now && { now: options.now }) };
  const configSource = createConfigSource(environment, { times: options.reload, clock });
  const config = await configSource.load();
  rmSync(folder, { recursive: true });

  const logs: string[] = [];
  const write = (line: string): void => {
    options.onLine?.(line);
    logs.push(line);
  };
  const logger = createLogger('trace', { write });
  const service: Service = await startService({
    config,
    logger,
    auditLogger: logger,
    ...(options.tracing && { tracing: options.tracing }),
    build: { version: '0.0.0-test', commit: 'test' },
    host: '127.0.0.1',
    clock,
    ...(options.upstreamTimeouts && { upstreamTimeouts: options.upstreamTimeouts }),
    lookup: lookUpForTests,
    gatewayLimits: options.gatewayLimits,
    ...(options.probeTimes && { probeTimes: options.probeTimes }),
    descriptorLimit: options.descriptorLimit,
    eventLoop: { standing: options.standingDelay ?? (() => 0), stop: () => undefined },
    ...(options.storeTimes && { storeTimes: options.storeTimes }),
    ...(options.reload && { configSource }),
  });
  const url = `http://127.0.0.1:${service.webPort}`;
  const managementUrl = `http://127.0.0.1:${service.managementPort}`;
  const endExpecting = expectDocumentedAnswers(url, managementUrl);
  // As a browser at the public address would send it; with tenants, each test names its host.
  const [tenant] = config.directory.tenants;
  const host: Record<string, string> = config.directory.isSingle && tenant ? { host: tenant.host } : {};
  return {
    url,
    managementUrl,
    logs,
    get: (path, headers = {}) => send(url + path, { headers: { ...host, ...headers } }),
    browse() {
      const jar = new CookieJar();
      return { jar, get: (path, headers = {}) => jar.get(url + path, { ...host, ...headers }) };
    },
    async stop() {
      await service.stop(1000);
      endExpecting();
    },
  };
}
