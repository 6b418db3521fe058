import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createTestService, type TestService } from '../../../test/helpers/create-test-service.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../../../test/helpers/scripted-provider.ts';

/** Share of a tenant's requests, so that the busiest tenants differ. */
const TENANTS: Readonly<Record<string, number>> = { acme: 8, globex: 5, initech: 3, umbrella: 2, hooli: 1 };
const SERVICES: Readonly<Record<string, number>> = { Zoom: 6, Teams: 3, Webex: 1 };
const SECONDS_BETWEEN_REQUESTS = 0.05;
/** How long each service takes at least. */
const MILLISECONDS: Readonly<Record<string, number>> = { zoom: 40, teams: 180, webex: 90 };

export interface Traffic {
  readonly service: TestService;
  /** Sends requests for so many seconds. */
  play(seconds: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A service with five tenants over a scripted provider. One tenant's Webex app has lost its secret, and Teams answers
 * slowly and fails at times, so that every panel has something to show.
 */
export async function startTraffic(): Promise<Traffic> {
  const provider = await createScriptedProvider();
  provider.answer = answerAsProvider;
  const service = await createTestService({
    environment: { ...INSECURE, DOMI_METRICS_TENANTS: '20' },
    providerFile: withTenants(provider),
  });
  const sent: Promise<unknown>[] = [];
  let number = 0;
  const play = async (seconds: number): Promise<void> => {
    for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
      number += 1;
      const [tenant, path] = [pick(TENANTS), pick(SERVICES)];
      const host = `${tenant}.example.com`;
      const authorization = `Bearer ${tenant}-${number}`;
      sent.push(service.get(`/domino${path}Refresh`, { host, authorization }));
      if (number % 20 === 0) sent.push(service.get('/dominoZoom/index.html', { host }));
      await delay(SECONDS_BETWEEN_REQUESTS * 1000);
    }
    await Promise.all(sent.splice(0));
  };
  const stop = async (): Promise<void> => {
    await service.stop();
    await provider.stop();
  };
  return { service, play, stop };
}

async function answerAsProvider(
  request: IncomingMessage,
  response: ServerResponse,
  body: URLSearchParams,
): Promise<void> {
  const id = request.url?.split('/')[1];
  await delay((MILLISECONDS[id ?? ''] ?? 0) + Math.random() * 60);
  const token = body.get('refresh_token') ?? '';
  const refuse = (status: number, error: string): void => {
    response.statusCode = status;
    response.end(JSON.stringify({ error }));
  };
  if (id === 'webex' && token.startsWith('initech')) return refuse(401, 'invalid_client');
  if (Math.random() < 0.04) return refuse(400, 'invalid_grant');
  if (id === 'teams' && Math.random() < 0.03) return refuse(500, 'server_error');
  answerTokens(response, { refresh_token: `${token}-next` });
}

function withTenants({ providerFile }: ScriptedProvider): object {
  const providers = { zoom: {}, teams: {}, webex: {} };
  const tenants = Object.keys(TENANTS).map((id) => [
    id,
    { publicUrl: `https://${id}.example.com`, providers },
  ]);
  return { ...providerFile, tenants: Object.fromEntries(tenants) };
}

function pick(weights: Readonly<Record<string, number>>): string {
  const all = Object.entries(weights).flatMap(([name, weight]) => Array<string>(weight).fill(name));
  return all[Math.floor(Math.random() * all.length)] ?? '';
}
