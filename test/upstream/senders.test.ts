import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect } from 'chai';
import type { GrantType } from '../../src/oauth/grant-type.ts';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { createSenders } from '../../src/upstream/senders.ts';
import { formatResponse, startSocketServer } from '../helpers/socket-server.ts';
import { ask } from './both-senders.ts';

/** The channels on which the clients say that they begin a request; got sends by Node's own. */
const CHANNELS = { undici: 'undici:request:create', got: 'http.client.request.start' } as const;

describe('the client that carries a grant', () => {
  const EXPECTED: Readonly<Record<GrantType, keyof typeof CHANNELS>> = {
    refresh_token: 'undici',
    authorization_code: 'got',
    revoke_token: 'got',
  };

  for (const [grantType, client] of Object.entries(EXPECTED) as [GrantType, keyof typeof CHANNELS][]) {
    it(`is ${client} for ${grantType}`, async () => {
      const server = await startSocketServer(
        (socket) => void socket.on('data', () => socket.write(formatResponse('{}'))),
      );
      const seen: string[] = [];
      const listeners = Object.entries(CHANNELS).map(([name, channel]) => {
        const listener = (): void => void seen.push(name);
        subscribe(channel, listener);
        return { channel, listener };
      });
      const senders = createSenders({
        userAgent: 'test',
        clock: SYSTEM_CLOCK,
        proxies: undefined,
        allowPrivateAddresses: true,
      });
      const result = await ask(senders[grantType], `http://127.0.0.1:${server.port}/`);
      for (const { channel, listener } of listeners) unsubscribe(channel, listener);
      await server.stop();
      expect(result).to.equal(200);
      expect(seen).to.deep.equal([client]);
    });
  }
});
