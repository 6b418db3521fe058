import { expect } from 'chai';
import type { CallProvider } from '../../src/grants/grants.ts';
import { DomiError } from '../../src/oauth/errors.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import type { ProviderResponse } from '../../src/oauth/provider-response.ts';
import type { Registration } from '../../src/oauth/registration.ts';
import type { CircuitState } from '../../src/observability/events.ts';
import type { Span } from '../../src/observability/tracing.ts';
import { CALL_BUDGET, GRANT_BUDGET, LEAST_ANSWER_TIME } from '../../src/time/budgets.ts';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import {
  createProviderGateway,
  type GatewayLimits,
  type ProviderGateway,
} from '../../src/upstream/provider-gateway.ts';
import { createTestProvider } from '../helpers/providers.ts';

const TOKEN = { url: 'https://zoom.example.com/token', headers: {}, body: '' };
const REVOKE = { ...TOKEN, url: 'https://zoom.example.com/revoke?token=T' };
const registration = (tenantId: string, id: string): Registration => ({
  tenantId,
  provider: createTestProvider({ id }),
});
const A = registration('a', 'zoom');
const B = registration('b', 'zoom');

type Outcome = number | 'unreachable' | 'timeout' | 'hang';

/** Who asks, and with which token. */
interface Caller {
  readonly clientNetwork: string;
  readonly presented: string;
}

/** A provider that does as it is told, and a guard before it. */
function createGuarded(limits: Partial<GatewayLimits>) {
  const states: (readonly [string, CircuitState])[] = [];
  const guarded = {
    outcome: 200 as Outcome,
    calls: 0,
    /** Milliseconds, on top of the real clock. */
    elapsed: 0,
    callOf: (of: Registration, caller: Partial<Caller> = {}) => ({
      registration: of,
      grantType: 'refresh_token' as const,
      ...createCaller(),
      ...caller,
      deadline: SYSTEM_CLOCK.monotonic() + guarded.elapsed + GRANT_BUDGET,
      answerDeadline: SYSTEM_CLOCK.monotonic() + guarded.elapsed + GRANT_BUDGET,
      span: undefined,
    }),
    states,
    release: (): void => undefined,
    send: undefined as unknown as CallProvider,
    adopt: undefined as unknown as ProviderGateway['adopt'],
    /** @returns status of the answer, or code and reason of the error */
    async ask(request = TOKEN, of = A, caller: Partial<Caller> = {}): Promise<number | string> {
      try {
        return (await guarded.send(request, guarded.callOf(of, caller))).status;
      } catch (error) {
        const { code, reason } = error as DomiError;
        return reason === undefined ? code : `${code}: ${reason}`;
      }
    },
    async askTimes(count: number): Promise<(number | string)[]> {
      const results: (number | string)[] = [];
      for (let index = 0; index < count; index += 1) results.push(await guarded.ask());
      return results;
    },
  };
  const hanging = new Promise<void>((resolve) => {
    guarded.release = resolve;
  });
  async function send(): Promise<ProviderResponse> {
    guarded.calls += 1;
    if (guarded.outcome === 'hang') await hanging;
    if (guarded.outcome === 'unreachable') throw new DomiError('provider_unreachable');
    if (guarded.outcome === 'timeout') throw new DomiError('provider_timeout');
    return { status: typeof guarded.outcome === 'number' ? guarded.outcome : 200, body: '' };
  }
  const gateway = createProviderGateway({
    senders: { refresh_token: send, authorization_code: fail, revoke_token: fail },
    clock: { ...SYSTEM_CLOCK, monotonic: () => SYSTEM_CLOCK.monotonic() + guarded.elapsed },
    observeCircuit: ({ providerId, state }) => states.push([providerId, state]),
    limits,
  });
  guarded.send = gateway.call;
  guarded.adopt = gateway.adopt;
  return guarded;
}

let callers = 0;
/** Every request comes from another client, with another token, unless a test says otherwise. */
function createCaller(): Caller {
  callers += 1;
  return { clientNetwork: `2001:db8:${callers.toString(16)}::/48`, presented: `token ${callers}` };
}

const fail = (): never => {
  throw new Error('unexpected');
};

const OPEN = 'temporarily_unavailable: circuit open';

describe('circuit of an endpoint', () => {
  for (const outcome of [500, 503, 'unreachable', 'timeout'] as const) {
    it(`that fails with ${outcome} over and over: opens, and the provider is left alone`, async () => {
      const guarded = createGuarded({ failures: 5, openMs: 60_000 });
      guarded.outcome = outcome;
      const results = await guarded.askTimes(20);
      expect(results.slice(5)).to.deep.equal(Array(15).fill(OPEN));
      expect(guarded.calls).to.equal(5);
      expect(guarded.states.at(-1)).to.deep.equal(['zoom', 'open']);
    });
  }

  for (const status of [400, 401, 429]) {
    it(`that answers ${status} over and over: stays closed, for it is about one token or one app`, async () => {
      const guarded = createGuarded({ failures: 5, openMs: 60_000 });
      guarded.outcome = status;
      await guarded.askTimes(20);
      expect(guarded.calls).to.equal(20);
      expect(guarded.states).to.be.empty;
    });
  }

  it('that fails now and then: stays closed', async () => {
    const guarded = createGuarded({ failures: 3, openMs: 60_000 });
    for (const outcome of [500, 500, 200, 500, 500, 400, 500, 500] as const) {
      guarded.outcome = outcome;
      await guarded.ask();
    }
    expect(guarded.calls).to.equal(8);
  });

  it('that is open: says how long to wait, in whole seconds', async () => {
    const guarded = createGuarded({ failures: 1, openMs: 7500 });
    guarded.outcome = 500;
    await guarded.ask();
    const error = await guarded
      .send(TOKEN, guarded.callOf(A))
      .catch((reason: unknown) => reason as DomiError);
    expect((error as DomiError).headers['Retry-After']).to.equal('8');
  });

  it('that is open: opens again when the one call that tries gets no connection, for the whole time', async () => {
    const guarded = createGuarded({ failures: 1, openMs: 1000 });
    guarded.outcome = 'unreachable';
    await guarded.ask();
    guarded.elapsed += 1000;
    expect(await guarded.ask()).to.equal('provider_unreachable');
    guarded.elapsed += 999;
    expect(await guarded.ask()).to.equal(OPEN);
    expect(guarded.calls).to.equal(2);
  });

  it('that is open: opens again when calls of three clients have tried and failed', async () => {
    const guarded = createGuarded({ failures: 1, openMs: 1000 });
    guarded.outcome = 500;
    await guarded.ask();
    guarded.elapsed += 1000;
    expect(await guarded.askTimes(4)).to.deep.equal([500, 500, 500, OPEN]);
    guarded.elapsed += 999;
    expect(await guarded.ask()).to.equal(OPEN);
    guarded.elapsed += 1;
    guarded.outcome = 200;
    expect(await guarded.ask()).to.equal(200);
  });

  it('that is tried by a call that ends in an unexpected error: is closed again, and never stuck', async () => {
    const guarded = createGuarded({ failures: 1, openMs: 1000 });
    guarded.outcome = 500;
    await guarded.ask();
    guarded.elapsed += 1000;
    const broken = { ...guarded.callOf(A), span: { isSampled: true, child: fail } as unknown as Span };
    expect(await guarded.send(TOKEN, broken).catch((error: Error) => error.message)).to.equal('unexpected');
    guarded.outcome = 200;
    guarded.elapsed += 1000;
    expect(await guarded.ask()).to.equal(200);
  });

  it('that fails while a slower call is under way: counts on when that call succeeds', async () => {
    const guarded = createGuarded({ failures: 4, openMs: 60_000 });
    guarded.outcome = 'hang';
    const slow = guarded.ask();
    guarded.outcome = 500;
    await guarded.askTimes(2);
    guarded.outcome = 200;
    guarded.release();
    expect(await slow).to.equal(200);
    guarded.outcome = 500;
    expect((await guarded.askTimes(4)).slice(2)).to.deep.equal([OPEN, OPEN]);
  });

  it('that two providers of a tenant share: shows a state for the one whose call made it', async () => {
    const guarded = createGuarded({ failures: 1, openMs: 60_000 });
    guarded.outcome = 500;
    await guarded.ask();
    expect(await guarded.ask(TOKEN, registration('a', 'webex'))).to.equal(OPEN);
    expect(guarded.states).to.deep.equal([['zoom', 'open']]);
  });

  it('that opened while another call was under way: is not closed by the end of that call', async () => {
    const guarded = createGuarded({ failures: 1, openMs: 60_000 });
    guarded.outcome = 'hang';
    const early = guarded.ask();
    guarded.outcome = 500;
    await guarded.ask();
    guarded.outcome = 200;
    guarded.release();
    expect(await early).to.equal(200);
    expect(await guarded.ask()).to.equal(OPEN);
  });

  it('F8 that is back: one call tries, the others are refused meanwhile, then all pass', async () => {
    const guarded = createGuarded({ failures: 1, openMs: 20 });
    guarded.outcome = 500;
    await guarded.ask();
    await new Promise((resolve) => setTimeout(resolve, 40));
    guarded.outcome = 'hang';
    const trial = guarded.ask();
    expect(await guarded.askTimes(3)).to.deep.equal(
      Array(3).fill('temporarily_unavailable: circuit half-open'),
    );
    guarded.outcome = 200;
    guarded.release();
    expect(await trial).to.equal(200);
    expect(await guarded.askTimes(3)).to.deep.equal([200, 200, 200]);
    expect(guarded.calls).to.equal(5);
    expect(guarded.states.map(([, state]) => state)).to.deep.equal(['open', 'half-open', 'closed']);
  });

  it('that is open for one tenant, or for revocation: is closed for another tenant, and for refresh', async () => {
    const guarded = createGuarded({ failures: 1, openMs: 60_000 });
    guarded.outcome = 500;
    await guarded.ask(REVOKE);
    expect(await guarded.ask(REVOKE)).to.equal(OPEN);
    guarded.outcome = 200;
    // Another token in the query is the same endpoint.
    expect(await guarded.ask({ ...REVOKE, url: REVOKE.url.replace('=T', '=U') })).to.equal(OPEN);
    expect(await guarded.ask(TOKEN)).to.equal(200);
    expect(await guarded.ask(REVOKE, B)).to.equal(200);
  });
});

describe('the circuits of endpoints, when a configuration is adopted', () => {
  const tenant = (provider: Partial<Provider> = {}, id = 'zoom') => ({
    id: 'a',
    providers: [createTestProvider({ id, tokenEndpoint: TOKEN.url, ...provider })],
  });

  async function open(): Promise<ReturnType<typeof createGuarded>> {
    const guarded = createGuarded({ failures: 2, openMs: 60_000 });
    guarded.outcome = 500;
    expect(await guarded.askTimes(3)).to.deep.equal([500, 500, OPEN]);
    guarded.outcome = 200;
    return guarded;
  }

  for (const [what, tenants] of [
    ['of which the tenant is gone', []],
    ['of which the provider is gone', [tenant({}, 'webex')]],
    ['which were corrected', [tenant({ tokenEndpoint: 'https://zoom.example.com/oauth/token' })]],
  ] as const) {
    it(`${what}: are dropped, and shown as closed`, async () => {
      const guarded = await open();
      guarded.adopt(tenants);
      expect(guarded.states.at(-1)).to.deep.equal(['zoom', 'closed']);
      expect(await guarded.ask()).to.equal(200);
    });
  }

  for (const [what, provider] of [
    ['tokens', {}],
    ['refreshes', { tokenEndpoint: 'https://zoom.example.com/other', refreshEndpoint: `${TOKEN.url}?a=b` }],
    ['revocations', { tokenEndpoint: 'https://zoom.example.com/other', revocationEndpoint: TOKEN.url }],
  ] as const) {
    it(`which are still there, for ${what}: stay open`, async () => {
      const guarded = await open();
      guarded.adopt([tenant(provider)]);
      expect(guarded.states.at(-1)).to.deep.equal(['zoom', 'open']);
      expect(await guarded.ask()).to.equal(OPEN);
    });
  }

  it('which were called before and fail afterwards: get no circuit that nothing would close', async () => {
    const guarded = createGuarded({ failures: 1, openMs: 60_000 });
    guarded.outcome = 'hang';
    const slow = guarded.ask();
    guarded.adopt([]);
    guarded.outcome = 500;
    guarded.release();
    expect(await slow).to.equal(500);
    expect(guarded.states).to.be.empty;
    await guarded.ask();
    expect(await guarded.ask(), 'a call that began afterwards counts').to.equal(OPEN);
  });
});

describe('the budget of a call', () => {
  /** @returns what the sender gets: the budget, and within which time it may send; nothing when it is not asked */
  async function sendAt(elapsed: number): Promise<{ given: number[]; error?: DomiError; states: string[] }> {
    const given: number[] = [];
    const states: string[] = [];
    const now = 1000;
    const { call } = createProviderGateway({
      senders: {
        refresh_token: async (_request, ...times) => {
          given.push(...(times as number[]));
          return { status: 200, body: '' };
        },
        authorization_code: fail,
        revoke_token: fail,
      },
      clock: { ...SYSTEM_CLOCK, monotonic: () => now + elapsed },
      observeCircuit: ({ state }) => states.push(state),
    });
    const error = await call(TOKEN, {
      registration: A,
      grantType: 'refresh_token',
      ...createCaller(),
      deadline: now + GRANT_BUDGET,
      answerDeadline: now + CALL_BUDGET,
      span: undefined,
    }).catch((fault: DomiError) => fault);
    return { given, states, ...(error instanceof DomiError && { error }) };
  }

  it('is what is left: to read an answer that is late too, and to send as long as somebody waits for it', async () => {
    for (const elapsed of [0, 8000, GRANT_BUDGET - LEAST_ANSWER_TIME]) {
      expect((await sendAt(elapsed)).given).to.deep.equal([
        CALL_BUDGET - elapsed,
        GRANT_BUDGET - LEAST_ANSWER_TIME - elapsed,
      ]);
    }
  });

  it('that is too short for an answer: spends no token, says that it is still good, and blames no endpoint', async () => {
    for (const elapsed of [GRANT_BUDGET - LEAST_ANSWER_TIME + 1, GRANT_BUDGET - 1, GRANT_BUDGET + 1000]) {
      const { given, states, error } = await sendAt(elapsed);
      expect([given, states]).to.deep.equal([[], []]);
      expect(error).to.include({ code: 'temporarily_unavailable', action: 'retry' });
      expect(error?.description).to.include('The token is still good');
      expect(error?.headers).to.deep.equal({ 'Retry-After': '1' });
    }
  });
});

describe('calls in flight', () => {
  const FULL = 'temporarily_unavailable: too many calls in flight';
  const SHARE_TAKEN = 'temporarily_unavailable: too many calls of this tenant in flight';
  const ELSEWHERE = { ...TOKEN, url: 'https://webex.example.com/token' };
  const WEBEX = registration('a', 'webex');

  it('to an origin that hangs: are bounded for each provider of a tenant, and the next is refused at once', async () => {
    const guarded = createGuarded({ callsPerOrigin: 12, freePerCallOfProvider: 3, freePerCallOfTenant: 1 });
    guarded.outcome = 'hang';
    const hanging = [guarded.ask(), guarded.ask(), guarded.ask()];
    expect(await guarded.ask()).to.equal(SHARE_TAKEN);
    guarded.outcome = 200;
    expect(await guarded.ask(TOKEN, B), 'another tenant').to.equal(200);
    expect(await guarded.ask(TOKEN, WEBEX), 'another provider of the tenant').to.equal(200);
    expect(await guarded.ask(ELSEWHERE), 'another origin').to.equal(200);
    guarded.release();
    expect(await Promise.all(hanging)).to.deep.equal([200, 200, 200]);
    expect(await guarded.ask()).to.equal(200);
  });

  it('of all providers of a tenant to one origin: are bounded together', async () => {
    const guarded = createGuarded({ callsPerOrigin: 12, freePerCallOfProvider: 3, freePerCallOfTenant: 2 });
    guarded.outcome = 'hang';
    const hanging = [guarded.ask(), guarded.ask(), guarded.ask(), guarded.ask(TOKEN, WEBEX)];
    expect(await guarded.ask(TOKEN, WEBEX)).to.equal(SHARE_TAKEN);
    guarded.release();
    await Promise.all(hanging);
  });

  it('to an origin that hangs for all tenants: are bounded together, and other origins go on', async () => {
    const guarded = createGuarded({ callsPerOrigin: 3, freePerCallOfProvider: 1, freePerCallOfTenant: 1 });
    const c = registration('c', 'zoom');
    guarded.outcome = 'hang';
    const hanging = [guarded.ask(), guarded.ask(TOKEN, B), guarded.ask(TOKEN, c)];
    expect(await guarded.ask(TOKEN, registration('d', 'zoom'))).to.equal(FULL);
    guarded.outcome = 200;
    expect(await guarded.ask(ELSEWHERE)).to.equal(200);
    guarded.release();
    await Promise.all(hanging);
    expect(await guarded.ask(TOKEN, registration('d', 'zoom'))).to.equal(200);
  });

  it('of nine tenants whose own endpoints hang: take nothing from the endpoint of a tenth', async () => {
    const guarded = createGuarded({ callsPerOrigin: 9 });
    guarded.outcome = 'hang';
    const hanging = Array.from({ length: 9 }, (_, index) =>
      guarded.ask(ELSEWHERE, registration(`t${index}`, 'zoom')),
    );
    guarded.outcome = 200;
    expect(await guarded.ask()).to.equal(200);
    guarded.release();
    await Promise.all(hanging);
  });

  it('that are refused by an open circuit: give back their places', async () => {
    const guarded = createGuarded({ callsPerOrigin: 2, failures: 1, openMs: 1000 });
    guarded.outcome = 500;
    await guarded.ask();
    expect(await guarded.askTimes(5)).to.deep.equal(Array(5).fill(OPEN));
    guarded.outcome = 200;
    guarded.elapsed += 1000;
    expect(await guarded.askTimes(2)).to.deep.equal([200, 200]);
  });

  it('that are refused for want of a place: open no circuit', async () => {
    const guarded = createGuarded({ callsPerOrigin: 1, failures: 2, openMs: 60_000 });
    guarded.outcome = 'hang';
    const hanging = guarded.ask();
    await guarded.askTimes(5);
    guarded.outcome = 200;
    guarded.release();
    await hanging;
    expect(await guarded.ask()).to.equal(200);
  });
});

describe('one client of an endpoint', () => {
  const OPEN_FOR_CLIENT = 'temporarily_unavailable: circuit open for this client';
  const poisoner = '192.0.2.1';

  it('that presents one token over and over, which the service cannot handle: gets an answer each time', async () => {
    const guarded = createGuarded({ failures: 5, openMs: 60_000 });
    guarded.outcome = 500;
    for (let round = 0; round < 20; round += 1) {
      expect(await guarded.ask(TOKEN, A, { clientNetwork: poisoner, presented: 'broken' })).to.equal(500);
    }
    guarded.outcome = 200;
    expect(await guarded.ask()).to.equal(200);
  });

  it('that presents many such tokens: is left waiting alone, and told so', async () => {
    const guarded = createGuarded({ failures: 5, openMs: 60_000 });
    guarded.outcome = 500;
    const results: (number | string)[] = [];
    for (let round = 0; round < 20; round += 1) {
      results.push(await guarded.ask(TOKEN, A, { clientNetwork: poisoner }));
    }
    expect(results).to.deep.equal([...Array(5).fill(500), ...Array(15).fill(OPEN_FOR_CLIENT)]);
    guarded.outcome = 200;
    expect(await guarded.ask()).to.equal(200);
    guarded.elapsed += 60_000;
    expect(await guarded.ask(TOKEN, A, { clientNetwork: poisoner })).to.equal(200);
    expect(await guarded.ask(TOKEN, A, { clientNetwork: poisoner })).to.equal(200);
    expect(guarded.states.map(([, state]) => state)).to.deep.equal(['open', 'closed']);
  });

  it('that gets no connection over and over with its only token: opens the circuit of the endpoint', async () => {
    const guarded = createGuarded({ failures: 5, openMs: 60_000 });
    guarded.outcome = 'unreachable';
    const alone = { clientNetwork: poisoner, presented: 'good' };
    for (let round = 0; round < 5; round += 1) {
      expect(await guarded.ask(TOKEN, A, alone)).to.equal('provider_unreachable');
    }
    expect(await guarded.ask(TOKEN, A, alone)).to.equal(OPEN);
    expect(await guarded.ask()).to.equal(OPEN);
  });

  it('whose broken token tries an open circuit: does not keep others out', async () => {
    const guarded = createGuarded({ failures: 3, openMs: 1000 });
    guarded.outcome = 500;
    await guarded.askTimes(3);
    for (let round = 0; round < 5; round += 1) {
      guarded.elapsed += 1000;
      const tried = await guarded.ask(TOKEN, A, { clientNetwork: poisoner, presented: 'broken' });
      expect(tried, `round ${round}`).to.equal(500);
      expect(await guarded.ask(TOKEN, A, { clientNetwork: poisoner })).to.equal(OPEN_FOR_CLIENT);
    }
  });

  it('whose broken token tries an open circuit: is followed by another client, who closes it', async () => {
    const guarded = createGuarded({ failures: 3, openMs: 1000 });
    guarded.outcome = 500;
    await guarded.askTimes(3);
    guarded.elapsed += 1000;
    await guarded.ask(TOKEN, A, { clientNetwork: poisoner, presented: 'broken' });
    guarded.outcome = 200;
    expect(await guarded.ask()).to.equal(200);
    expect(await guarded.askTimes(3)).to.deep.equal([200, 200, 200]);
  });
});
