import { mock } from 'node:test';
import { expect } from 'chai';
import { createGrants } from '../../src/grants/grants.ts';
import { type DomiError, isDomiError } from '../../src/oauth/errors.ts';
import type { ProviderResponse } from '../../src/oauth/provider-response.ts';
import type { Registration } from '../../src/oauth/registration.ts';
import type { RefreshEvent } from '../../src/observability/events.ts';
import type { LeaseState, RefreshStore } from '../../src/refresh/refresh-store.ts';
import type { Refreshed } from '../../src/refresh/refreshed.ts';
import { createRefresher, type Refresher } from '../../src/refresh/refresher.ts';
import { createTokenCache } from '../../src/refresh/token-cache.ts';
import { createFingerprint } from '../../src/sealing/fingerprint.ts';
import { createSealer } from '../../src/sealing/sealer.ts';
import { CALL_BUDGET, GRANT_BUDGET, LEAST_ANSWER_TIME } from '../../src/time/budgets.ts';
import { createProviderGateway } from '../../src/upstream/provider-gateway.ts';
import { createTestProvider, listSecrets, proveBySecret } from '../helpers/providers.ts';

const KEY = { id: 'test', secret: Buffer.alloc(32, 7) };
const LIMITS = {
  replayMs: 60_000,
  deadMs: 30_000,
  supersededMs: 86_400_000,
  replays: 20,
  entries: 100,
  supersededEntries: 100,
  bytes: 100_000,
  longest: 10_000,
};
const TOKENS: ProviderResponse = { status: 200, body: '{"access_token":"A2","refresh_token":"R2"}' };
const REFUSED: ProviderResponse = { status: 401, body: '{"error":"invalid_client"}' };
const REGISTRATION: Registration = {
  tenantId: 'acme',
  provider: createTestProvider({
    refreshTokenRotation: 'single-use',
    clientCredentials: listSecrets('new', 'old'),
  }),
};

describe('the time that is left of a refresh', () => {
  let elapsed: number;
  /** Budget, and the time within which the request may be written, of each request that was given to the sender. */
  let sent: number[][];
  let events: RefreshEvent['kind'][];
  let released: unknown[][];
  /** What the provider does with each request. */
  let answer: () => Promise<ProviderResponse>;
  let presentToStore: () => LeaseState;
  let refresher: Refresher;

  beforeEach(() => {
    elapsed = 1000;
    sent = [];
    events = [];
    released = [];
    presentToStore = () => ({ state: 'leased' });
    const clock = {
      now: () => new Date(1e12 + elapsed),
      monotonic: () => elapsed,
      sleep: async () => undefined,
    };
    const send = async (_request: object, ...times: (number | undefined)[]): Promise<ProviderResponse> => {
      sent.push(times as number[]);
      return answer();
    };
    const gateway = createProviderGateway({
      senders: { refresh_token: send, authorization_code: send, revoke_token: send },
      clock,
      observeCircuit: () => undefined,
    });
    const store: RefreshStore = {
      open: () => ({
        present: async () => presentToStore(),
        renew: () => () => undefined,
        publish: async () => undefined,
        release: async (...words) => void released.push(words),
        endGrant: async () => undefined,
      }),
    };
    refresher = createRefresher({
      grants: createGrants({ send: gateway.call, prove: proveBySecret, clock, observe: () => undefined }),
      fingerprint: createFingerprint([KEY]),
      sealer: createSealer([KEY]),
      cache: createTokenCache(LIMITS, () => elapsed),
      store,
      clock,
      refusesSuperseded: true,
      observe: ({ kind }) => events.push(kind),
    });
  });

  const refresh = (): Promise<Refreshed | DomiError> =>
    refresher.refresh(REGISTRATION, 'R1', {}).catch((error: unknown) => {
      if (isDomiError(error)) return error;
      throw error;
    });

  /** Another replica asks with the token until then. */
  function giveLeaseAfter(milliseconds: number): void {
    const startedAt = elapsed;
    let looks = 0;
    presentToStore = () => {
      looks += 1;
      elapsed = startedAt + (looks === 1 ? 100 : milliseconds);
      return looks === 1 ? { state: 'busy', leaseLeft: 9000 } : { state: 'leased' };
    };
  }

  const expectUnsent = (error: Refreshed | DomiError): void => {
    expect(error).to.include({ code: 'temporarily_unavailable', action: 'retry' });
    expect(error).to.have.property('description').that.includes('The token is still good');
  };

  it('when another replica gives its lease back late: the token is not presented, and the lease is given back', async () => {
    answer = async () => TOKENS;
    giveLeaseAfter(GRANT_BUDGET - LEAST_ANSWER_TIME + 1);
    expectUnsent(await refresh());
    expect(sent).to.deep.equal([]);
    // Without a failure, so that another one who waits, and has more time, may present it.
    expect(released).to.deep.equal([['failed', undefined]]);
    // Not in doubt: this replica knows that nothing was sent.
    expect(events).to.deep.equal(['waited']);
  });

  it('when it was just enough: the token is presented, and its answer is read for longer than its client waits', async () => {
    answer = async () => TOKENS;
    giveLeaseAfter(GRANT_BUDGET - LEAST_ANSWER_TIME);
    expect(await refresh()).to.have.nested.property('tokens.refreshToken', 'R2');
    expect(sent).to.deep.equal([[CALL_BUDGET - GRANT_BUDGET + LEAST_ANSWER_TIME, 0]]);
  });

  it('when the provider refuses a client secret late: the token is not presented with the next one', async () => {
    const responses = [REFUSED, TOKENS];
    answer = async () => {
      elapsed += GRANT_BUDGET - LEAST_ANSWER_TIME + 1;
      return responses.shift() as ProviderResponse;
    };
    expectUnsent(await refresh());
    expect(sent).to.have.length(1);
    expect(released).to.deep.equal([['failed', undefined]]);
  });

  describe('when it is over, and the provider still works', () => {
    beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
    afterEach(() => mock.timers.reset());

    /** Lets everything happen that needs no time. */
    const calm = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

    async function pass(milliseconds: number): Promise<void> {
      await calm();
      elapsed += milliseconds;
      mock.timers.tick(milliseconds);
      await calm();
    }

    it('the client is told so; one that comes back joins the call, and a later one gets the answer again', async () => {
      const { promise, resolve } = Promise.withResolvers<ProviderResponse>();
      answer = () => promise;
      const first = refresh();
      await pass(GRANT_BUDGET);
      expect(await first).to.include({ code: 'provider_timeout', action: 'retry' });
      expect(released, 'the lease is kept: the call goes on').to.deep.equal([]);
      const second = refresh();
      await pass(3000);
      resolve(TOKENS);
      expect(await second).to.deep.include({ source: 'coalesced' });
      expect(await refresh()).to.have.nested.property('tokens.refreshToken', 'R2');
      expect(sent).to.have.length(1);
    });

    it('and nobody comes back while it does: the answer is kept for one who comes later', async () => {
      const { promise, resolve } = Promise.withResolvers<ProviderResponse>();
      answer = () => promise;
      const first = refresh();
      await pass(GRANT_BUDGET);
      expect(await first).to.include({ code: 'provider_timeout' });
      await pass(3000);
      resolve(TOKENS);
      await refresher.settle();
      expect(events).to.deep.equal(['unclaimed']);
      expect(await refresh()).to.deep.include({ source: 'replayed' });
      expect(sent).to.have.length(1);
    });
  });
});
