import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadOidcProvider } from './load-oidc-provider.ts';
import { createMeetingBook } from './meeting-book.ts';
import { ACME_MEET_PROFILE } from './profiles/acme-meet-profile.ts';
import { detectReuse } from './profiles/detect-reuse.ts';
import { SERVICE_PROFILES } from './profiles/service-profiles.ts';
import { createSandboxPages } from './sandbox-pages.ts';
import { createSandboxService, type SandboxService } from './sandbox-service.ts';
import type { Sandbox, SandboxCall, SandboxOptions, ServiceId } from './sandbox-types.ts';
import type { ServiceProfile } from './service-profile.ts';

export {
  type PlayedServiceId,
  type PublicKey,
  type Sandbox,
  type SandboxCall,
  type SandboxMeeting,
  type SandboxOptions,
  SERVICE_IDS,
  type ServiceId,
} from './sandbox-types.ts';

/** Meeting services on one loopback port, each below its own path: the four that Notes knows, and one that is not built in. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const [oidc, pages] = await Promise.all([loadOidcProvider(), createSandboxPages()]);
  const book = createMeetingBook();
  const calls: SandboxCall[] = [];
  const services = new Map<string, SandboxService>();
  const environment: Record<string, string> = {};

  const server = createServer((request, response) => {
    const [, id = ''] = (request.url ?? '').split(/[/?]/, 2);
    const service = services.get(id);
    if (service) return void service.handle(request, response);
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('SANDBOX: there is no such service.\n');
  });
  // The services need their own address, and the port is known only now.
  const origin = await listen(server, options.host ?? '127.0.0.1', options.port ?? 0);

  const known = options.endsFamilyOnReuse ? SERVICE_PROFILES.map(detectReuse) : SERVICE_PROFILES;
  const profiles = options.redirectUris['acme-meet'] ? [...known, ACME_MEET_PROFILE] : known;
  for (const profile of profiles) {
    const client = { id: `sandbox-${profile.id}`, secret: randomBytes(24).toString('base64url') };
    environment[`${profile.environmentPrefix}_CLIENT_ID`] = client.id;
    environment[`${profile.environmentPrefix}_CLIENT_SECRET`] = client.secret;
    services.set(
      profile.id,
      await createSandboxService({ oidc, profile, origin, client, pages, book, calls, options }),
    );
  }

  return {
    url: origin,
    providerFile: { providers: mapProfiles((profile) => buildRecord(origin, profile)) },
    environment,
    apiBase: mapProfiles(({ id }) => `${origin}/${id}/api`),
    calls,
    get endedFamilies() {
      return [...services.values()].reduce((sum, { store }) => sum + store.countEndedFamilies(), 0);
    },
    get meetings() {
      return book.all;
    },
    expireAccessTokens: (service) => services.get(service)?.store.forgetAll('AccessToken'),
    endRefreshTokens: (service) => services.get(service)?.store.forgetAll('RefreshToken'),
    requireClientKeys: async (service, keys) => services.get(service)?.requireKeys(keys),
    close: () => close(server),
  };
}

function mapProfiles<Value>(toValue: (profile: ServiceProfile) => Value): Record<ServiceId, Value> {
  const entries = SERVICE_PROFILES.map((profile) => [profile.id, toValue(profile)]);
  return Object.fromEntries(entries) as Record<ServiceId, Value>;
}

/** Builds the differences from the built-in provider record: the endpoints. */
function buildRecord(origin: string, { id, paths }: ServiceProfile): object {
  const base = `${origin}/${id}`;
  return {
    authorizationEndpoint: base + paths.authorize,
    tokenEndpoint: base + paths.token,
    ...(paths.revoke !== undefined && { revocationEndpoint: base + paths.revoke }),
  };
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(`http://${host}:${(server.address() as AddressInfo).port}`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
