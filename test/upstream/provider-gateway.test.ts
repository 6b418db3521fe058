import { expect } from 'chai';
import type { CallProvider } from '../../src/grants/grants.ts';
import { DomiError } from '../../src/oauth/errors.ts';
import type { ProviderResponse } from '../../src/oauth/provider-response.ts';
import type { Registration } from '../../src/oauth/registration.ts';
import type { CircuitState } from '../../src/observability/events.ts';
import type { Span } from '../../src/observability/tracing.ts';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { createProviderGateway, type GatewayLimits } from '../../src/upstream/provider-gateway.ts';
import { createTestProvider } from '../helpers/providers.ts';

const TOKEN = { url: 'https://zoom.example.com/token', headers: {}, body: '' };
const REVOKE = { ...TOKEN, url: 'https://zoom.example.com/revoke?token=T' };
const registration = (tenantId: string, id: string): Registration => ({
  tenantId,
  provider: createTestProvider({ id }),
});
const A = registration('a', 'zoom');
const B = registration('b', 'zoom');

type Outcome = number | 'unreachable' | 'hang';

/** A provider that does as it is told, and a guard before it. */
function createGuarded(limits: Partial<GatewayLimits>) {
  const states: (readonly [string, CircuitState])[] = [];
  const guarded = {
    outcome: 200 as Outcome,
    calls: 0,
    /** Milliseconds, on top of the real clock. */
    elapsed: 0,
    callOf: (of: Registration) => ({
      registration: of,
      grantType: 'refresh_token' as const,
      deadline: SYSTEM_CLOCK.monotonic() + guarded.elapsed + 1000,
      span: undefined,
    }),
    states,
    release: (): void => undefined,
    send: undefined as unknown as CallProvider,
    /** @returns status of the answer, or code and reason of the error */
    async ask(request = TOKEN, of = A): Promise<number | string> {
      try {
        return (await guarded.send(request, guarded.callOf(of))).status;
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
    return { status: typeof guarded.outcome === 'number' ? guarded.outcome : 200, body: '' };
  }
  guarded.send = createProviderGateway({
    senders: { refresh_token: send, authorization_code: fail, revoke_token: fail },
    clock: { ...SYSTEM_CLOCK, monotonic: () => SYSTEM_CLOCK.monotonic() + guarded.elapsed },
    observeCircuit: ({ providerId, state }) => states.push([providerId, state]),
    limits,
  });
  return guarded;
}

const fail = (): never => {
  throw new Error('unexpected');
};

const OPEN = 'temporarily_unavailable: circuit open';

describe('circuit of an endpoint', () => {
  for (const outcome of [500, 503, 'unreachable'] as const) {
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
      expect(guarded.states.at(-1)).to.deep.equal(['zoom', 'closed']);
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

  it('that is open: opens again when the one call that tries fails, for the whole time', async () => {
    const guarded = createGuarded({ failures: 1, openMs: 1000 });
    guarded.outcome = 500;
    await guarded.ask();
    guarded.elapsed += 1000;
    expect(await guarded.ask()).to.equal(500);
    guarded.elapsed += 999;
    expect(await guarded.ask()).to.equal(OPEN);
    expect(guarded.calls).to.equal(2);
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
    expect(guarded.states).to.deep.equal([
      ['zoom', 'closed'],
      ['zoom', 'open'],
    ]);
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

  it('that is back: one call tries, the others are refused meanwhile, then all pass', async () => {
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
    expect(guarded.states.map(([, state]) => state)).to.deep.equal(['closed', 'open', 'half-open', 'closed']);
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

describe('the budget of a call', () => {
  async function sendAt(elapsed: number): Promise<number> {
    let given = 0;
    const now = 1000;
    const call = createProviderGateway({
      senders: {
        refresh_token: async (_request, budget) => {
          given = budget;
          return { status: 200, body: '' };
        },
        authorization_code: fail,
        revoke_token: fail,
      },
      clock: { ...SYSTEM_CLOCK, monotonic: () => now + elapsed },
      observeCircuit: () => undefined,
    });
    await call(TOKEN, {
      registration: A,
      grantType: 'refresh_token',
      deadline: now + 25_000,
      span: undefined,
    });
    return given;
  }

  it('is what is left until the deadline', async () => {
    expect(await sendAt(0)).to.equal(25_000);
    expect(await sendAt(8000)).to.equal(17_000);
  });

  it('is the least there is when the deadline has passed', async () => {
    expect(await sendAt(26_000)).to.equal(1);
  });
});

describe('calls in flight', () => {
  it('at a provider that hangs: are bounded for each tenant, and the next is refused at once', async () => {
    const guarded = createGuarded({ callsPerTenant: 3 });
    guarded.outcome = 'hang';
    const hanging = [guarded.ask(), guarded.ask(), guarded.ask()];
    const full = 'temporarily_unavailable: too many calls in flight';
    expect(await guarded.ask()).to.equal(full);
    guarded.outcome = 200;
    expect(await guarded.ask(TOKEN, B)).to.equal(200);
    expect(await guarded.ask(TOKEN, registration('a', 'webex'))).to.equal(200);
    guarded.release();
    expect(await Promise.all(hanging)).to.deep.equal([200, 200, 200]);
    expect(await guarded.ask()).to.equal(200);
  });

  it('at a provider that hangs for all tenants: are bounded together, and other providers go on', async () => {
    const guarded = createGuarded({ callsPerTenant: 2, callsPerProvider: 3 });
    guarded.outcome = 'hang';
    const hanging = [guarded.ask(), guarded.ask(TOKEN, B), guarded.ask(TOKEN, B)];
    expect(await guarded.ask()).to.include('too many calls');
    guarded.outcome = 200;
    expect(await guarded.ask(TOKEN, registration('a', 'webex'))).to.equal(200);
    guarded.release();
    await Promise.all(hanging);
  });

  it('that are refused by the second bound: give back the place of the first', async () => {
    const guarded = createGuarded({ callsPerTenant: 2, callsPerProvider: 1 });
    guarded.outcome = 'hang';
    const hanging = guarded.ask(TOKEN, B);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(await guarded.ask()).to.include('too many calls');
    }
    guarded.outcome = 200;
    guarded.release();
    await hanging;
    expect(await guarded.ask()).to.equal(200);
  });

  it('that are refused by an open circuit: give back their places', async () => {
    const guarded = createGuarded({ callsPerTenant: 2, failures: 1, openMs: 1000 });
    guarded.outcome = 500;
    await guarded.ask();
    expect(await guarded.askTimes(5)).to.deep.equal(Array(5).fill(OPEN));
    guarded.outcome = 200;
    guarded.elapsed += 1000;
    expect(await guarded.askTimes(2)).to.deep.equal([200, 200]);
  });

  it('that are refused for want of a place: open no circuit', async () => {
    const guarded = createGuarded({ callsPerTenant: 1, failures: 2, openMs: 60_000 });
    guarded.outcome = 'hang';
    const hanging = guarded.ask();
    await guarded.askTimes(5);
    guarded.outcome = 200;
    guarded.release();
    await hanging;
    expect(await guarded.ask()).to.equal(200);
  });
});
