import type { TestServiceOptions } from '../helpers/create-test-service.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { buildDocumentedSite } from '../helpers/documented-site.ts';
import { findHaproxy, startHaproxy } from '../helpers/haproxy.ts';
import { type Answer, CookieJar, send } from '../helpers/http.ts';
import { findNginx, startNginx } from '../helpers/nginx.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { skipSuite } from '../helpers/skip.ts';

export const HOST = 'domi.example.com';

export const ENTRANCES = ['direct', 'behind nginx', 'behind haproxy'] as const;

export type EntranceName = (typeof ENTRANCES)[number];

/** A service with a provider that a test scripts, and the way by which attackers reach it. */
export interface Entrance {
  readonly name: EntranceName;
  /** Where attackers connect: the service itself, or the proxy in front of it. */
  readonly url: string;
  readonly provider: ScriptedProvider;
  readonly service: TestService;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** A browser with an empty cookie store. */
  browse(): ReturnType<TestService['browse']>;
  stop(): Promise<void>;
}

export interface EntranceOptions extends Omit<TestServiceOptions, 'providerFile'> {
  /** The provider file; by default, that of the scripted provider. */
  readonly providerFile?: (provider: ScriptedProvider) => object;
}

/** From where proxies connect, so that they are trusted with addresses and the clients of tests are not. */
const PROXY_ADDRESS = '127.0.0.2';

/** @throws Error when the program is missing: suites ask `findMissing` first */
export async function openEntrance(name: EntranceName, options: EntranceOptions = {}): Promise<Entrance> {
  const provider = await createScriptedProvider();
  const service = await createTestService({
    ...options,
    environment: {
      ...INSECURE,
      ...(name !== 'direct' && { DOMI_TRUSTED_PROXIES: PROXY_ADDRESS }),
      ...options.environment,
    },
    providerFile: options.providerFile?.(provider) ?? provider.providerFile,
  });
  const front = await startFront(name, new URL(service.url).host);
  const url = front?.url ?? service.url;
  return {
    name,
    url,
    provider,
    service,
    get: (path, headers = {}) => send(url + path, { headers: { host: HOST, ...headers } }),
    browse() {
      const jar = new CookieJar();
      return { jar, get: (path, headers = {}) => jar.get(url + path, { host: HOST, ...headers }) };
    },
    async stop() {
      await front?.stop();
      await service.stop();
      await provider.stop();
    },
  };
}

/** nginx as the guide for operators sets it up; HAProxy with its defaults and the address of the client. */
async function startFront(
  name: EntranceName,
  upstream: string,
): Promise<{ url: string; stop(): Promise<void> } | undefined> {
  if (name === 'direct') return undefined;
  const program = await FIND[name]();
  if (program === undefined) throw new Error(`no program to stand ${name}`);
  if (name === 'behind haproxy')
    return startHaproxy(
      program,
      'roundrobin',
      [`${upstream} source ${PROXY_ADDRESS}`],
      ['option forwardfor'],
    );
  const nginx = await startNginx(program, {
    upstreams: [upstream],
    site: (...place) =>
      buildDocumentedSite(...place)
        // It has no certificate here; clients of a real one come by HTTPS.
        .replace('Proto $scheme', 'Proto https')
        .replace('proxy_pass', `proxy_bind ${PROXY_ADDRESS};\n    proxy_pass`),
  });
  return { url: `http://127.0.0.1:${nginx.port}`, stop: nginx.stop };
}

const FIND = { 'behind nginx': findNginx, 'behind haproxy': findHaproxy } as const;

/** Defines tests once for each entrance; the provider starts each of them with a clean record and good answers. */
export function atEntrances(
  define: (name: EntranceName, at: () => Entrance) => void,
  options: EntranceOptions = {},
): void {
  for (const name of ENTRANCES) {
    describe(name, () => {
      let entrance: Entrance | undefined;

      before(async function () {
        if (name !== 'direct' && (await FIND[name]()) === undefined)
          skipSuite(this, `${name.split(' ')[1]} is not installed`);
        entrance = await openEntrance(name, options);
      });
      after(() => entrance?.stop());
      const at = (): Entrance => {
        if (entrance === undefined) throw new Error('the entrance is not open');
        return entrance;
      };
      beforeEach(() => {
        at().provider.received.length = 0;
        at().provider.answer = (_request, response) => answerTokens(response);
      });
      define(name, at);
    });
  }
}

/** The provider file of one tenant at the usual host, where each client address has one request per second and a burst. */
export const limitAddresses =
  (burst: number) =>
  ({ providerFile }: ScriptedProvider): object => ({
    ...providerFile,
    tenants: {
      acme: {
        publicUrl: `https://${HOST}`,
        limits: { clientAddress: { requestsPerSecond: 1, burst } },
        providers: { zoom: {} },
      },
    },
  });
