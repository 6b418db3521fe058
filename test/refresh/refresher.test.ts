import { expect } from 'chai';
import type { Grants } from '../../src/grants/grants.ts';
import { DomiError, isDomiError } from '../../src/oauth/errors.ts';
import type { Registration } from '../../src/oauth/registration.ts';
import type { TokenSet } from '../../src/oauth/token-response.ts';
import type { RefreshEvent, ReplayDenial } from '../../src/observability/events.ts';
import { collectGarbage } from '../../src/process/collect-garbage.ts';
import type { LeaseState, RefreshStore, StoreSession } from '../../src/refresh/refresh-store.ts';
import type { Refreshed } from '../../src/refresh/refreshed.ts';
import { createRefresher, type Refresher } from '../../src/refresh/refresher.ts';
import { createTokenCache, type TokenCache, type TokenCacheLimits } from '../../src/refresh/token-cache.ts';
import { createFingerprint } from '../../src/sealing/fingerprint.ts';
import type { SealKey } from '../../src/sealing/seal-keys.ts';
import { createSealer } from '../../src/sealing/sealer.ts';
import { GRANT_BUDGET } from '../../src/time/budgets.ts';
import { createConnection } from '../helpers/create-connection.ts';
import { createTestProvider } from '../helpers/providers.ts';
import { createTokenLedger, type TokenLedger } from '../helpers/token-ledger.ts';

const LIMITS: TokenCacheLimits = {
  replayMs: 60_000,
  deadMs: 30_000,
  supersededMs: 86_400_000,
  replays: 3,
  entries: 100,
  supersededEntries: 1000,
  bytes: 100_000,
  longest: 10_000,
};
const [OLD, NEW]: [SealKey, SealKey] = [
  { id: 'old', secret: Buffer.alloc(32, 1) },
  { id: 'new', secret: Buffer.alloc(32, 2) },
];
const START = 1000;

const registration = (
  tenantId = 'acme',
  rotation: 'single-use' | 'reusable' = 'single-use',
): Registration => ({
  tenantId,
  provider: createTestProvider({ refreshTokenRotation: rotation }),
});

/** A store that gives every lease, but for what a test says of it. */
const createStore = (session: Partial<StoreSession>): RefreshStore => ({
  open: () => ({
    present: async () => ({ state: 'leased' }),
    renew: () => () => undefined,
    publish: async () => undefined,
    release: async () => undefined,
    endGrant: async () => undefined,
    ...session,
  }),
});

describe('a refresher', () => {
  let ledger: TokenLedger;
  let elapsed: number;
  let events: RefreshEvent['kind'][];
  let waits: Extract<RefreshEvent, { kind: 'waited' }>[];
  let denials: ReplayDenial[];
  let deadlines: number[];
  let cache: TokenCache;
  let refresher: Refresher;
  /** What the provider does instead of answering. */
  let fault: DomiError | undefined;

  const honestGrants: Grants = {
    exchangeCode: async () => {
      throw new Error('not part of this test');
    },
    async refresh(_registration, token, { deadline }): Promise<TokenSet> {
      if (deadline !== undefined) deadlines.push(deadline);
      if (fault) throw fault;
      const tokens = ledger.refresh(token);
      if (tokens === undefined) throw new DomiError('invalid_grant');
      const { access_token: accessToken, refresh_token: refreshToken } = tokens;
      return { accessToken, refreshToken, tokenType: 'Bearer', expiresIn: 3600, extra: {} };
    },
    revoke: async (_registration, token) => ledger.revoke(token),
  };
  let grants: Grants;

  function create(options: {
    ring?: SealKey[];
    limits?: Partial<TokenCacheLimits>;
    store?: RefreshStore;
    refusesSuperseded?: boolean;
    observe?: (event: RefreshEvent) => void;
  }): Refresher {
    const ring = options.ring ?? [OLD];
    if (options.limits) cache = createTokenCache({ ...LIMITS, ...options.limits }, () => elapsed);
    return createRefresher({
      grants,
      fingerprint: createFingerprint(ring),
      sealer: createSealer(ring),
      cache,
      store: options.store,
      clock: { now: () => new Date(1e12 + elapsed), monotonic: () => elapsed, sleep: async () => undefined },
      refusesSuperseded: options.refusesSuperseded ?? true,
      observe:
        options.observe ??
        ((event) => {
          if (event.kind === 'waited') waits.push(event);
          else events.push(event.kind);
          if (event.kind === 'superseded') denials.push(event.denial);
        }),
    });
  }

  beforeEach(() => {
    grants = { ...honestGrants };
    ledger = createTokenLedger();
    elapsed = START;
    events = [];
    waits = [];
    denials = [];
    deadlines = [];
    fault = undefined;
    cache = createTokenCache(LIMITS, () => elapsed);
    refresher = create({});
  });

  /** @returns the new refresh token, or the code of the error */
  const refresh = async (token: string, at = registration()): Promise<string> => {
    try {
      return (await request(token, at)).tokens.refreshToken ?? 'none';
    } catch (error) {
      return isDomiError(error) ? error.code : String(error);
    }
  };

  const request = (token: string, at = registration()): Promise<Refreshed> =>
    refresher.refresh(at, token, {});

  it('gives the answer again until the time is over, and not a moment longer', async () => {
    const { refresh_token: first } = ledger.issue();
    const second = await refresh(first);
    elapsed = START + 59_999;
    expect(await refresh(first)).to.equal(second);
    elapsed = START + 60_001;
    expect(await refresh(first)).to.equal('invalid_grant');
    expect(events).to.deep.equal(['replayed', 'superseded']);
    expect(denials).to.deep.equal(['expired']);
  });

  describe('with a stale copy of a token that is spent', () => {
    const LATER = START + 3_600_000;

    it('refuses it for a day, and does not present it to the provider', async () => {
      const { refresh_token: first } = ledger.issue();
      const third = await refresh(await refresh(first));
      for (elapsed of [LATER, START + LIMITS.supersededMs - 1]) {
        expect(await refresh(first)).to.equal('invalid_grant');
      }
      expect(ledger.presented.get(first)).to.equal(1);
      expect(denials).to.deep.equal(['successor_used', 'successor_used']);
      expect(ledger.isGood(third)).to.equal(true);
    });

    it('says who refused it, and why', async () => {
      const { refresh_token: first } = ledger.issue();
      await refresh(first);
      elapsed = LATER;
      const error = await request(first).catch((fault) => fault);
      expect(error).to.include({
        code: 'invalid_grant',
        action: 'reauthorize',
        source: 'superseded',
        reason: 'spent: the time for replays is over',
      });
      expect(error.description).to.include('another copy of the mail file');
    });

    it('presents it to the provider when the day is over', async () => {
      const { refresh_token: first } = ledger.issue();
      await refresh(first);
      elapsed = START + LIMITS.supersededMs + 1;
      await refresh(first);
      expect(ledger.presented.get(first)).to.equal(2);
    });

    it('refuses it by an older seal key, as long as the key is in the ring', async () => {
      const { refresh_token: first } = ledger.issue();
      await refresh(first);
      elapsed = LATER;
      for (const [ring, calls] of [
        [[NEW, OLD], 1],
        [[NEW], 2],
      ] as const) {
        refresher = create({ ring: [...ring] });
        await refresh(first);
        expect(ledger.presented.get(first), ring.map(({ id }) => id).join()).to.equal(calls);
      }
    });

    it('lets the provider decide when the process or the record says so', async () => {
      const { refresh_token: first } = ledger.issue();
      await refresh(first);
      elapsed = LATER;
      refresher = create({ refusesSuperseded: false });
      await refresh(first);
      expect(ledger.presented.get(first)).to.equal(2);

      refresher = create({});
      const forwarding: Registration = {
        tenantId: 'acme',
        provider: createTestProvider({ supersededTokens: 'present' }),
      };
      const { refresh_token: second } = ledger.issue();
      await refresh(second, forwarding);
      elapsed = 2 * LATER;
      await refresh(second, forwarding);
      expect(ledger.presented.get(second)).to.equal(2);
    });

    it('keeps it apart from the same text at another tenant', async () => {
      const { refresh_token: first } = ledger.issue();
      await refresh(first);
      elapsed = LATER;
      await refresh(first, registration('other'));
      expect(ledger.presented.get(first)).to.equal(2);
    });

    it('knows it also when its response is too large to be kept, and counts that', async () => {
      refresher = create({ limits: { longest: 100 } });
      const { refresh_token: first } = ledger.issue();
      const second = await refresh(first);
      expect(await refresh(first)).to.equal('invalid_grant');
      expect(ledger.presented.get(first)).to.equal(1);
      expect(events).to.deep.equal(['not_kept', 'superseded']);
      expect(denials).to.deep.equal(['not_kept']);
      expect(ledger.isGood(await refresh(second))).to.equal(true);
    });

    for (const code of ['provider_timeout', 'provider_connection_lost'] as const) {
      it(`presents a token again after ${code}: whether it is spent is not known`, async () => {
        const { refresh_token: first } = ledger.issue();
        fault = new DomiError(code);
        await refresh(first);
        fault = undefined;
        elapsed = LATER;
        expect(ledger.isGood(await refresh(first))).to.equal(true);
      });
    }

    it('presents a token again that the provider has not rotated', async () => {
      const { refresh } = grants;
      grants.refresh = async () => ({
        accessToken: 'A',
        refreshToken: 'SAME',
        tokenType: 'Bearer',
        extra: {},
      });
      try {
        for (elapsed of [START, LATER, 2 * LATER]) await request('SAME');
        expect(events).to.deep.equal([]);
      } finally {
        grants.refresh = refresh;
      }
    });

    it('presents a token again that the provider has issued once more', async () => {
      let next = 'B';
      grants.refresh = async () => ({ accessToken: 'X', refreshToken: next, tokenType: 'Bearer', extra: {} });
      await request('A');
      next = 'A';
      await request('B');
      elapsed = LATER;
      next = 'C';
      expect((await request('A')).tokens.refreshToken).to.equal('C');
    });
  });

  it('measures how long a request waited for another one with its token', async () => {
    const { promise, resolve } = Promise.withResolvers<TokenSet>();
    grants.refresh = () => promise;
    const both = [request('RT'), request('RT')];
    elapsed += 1500;
    resolve({ accessToken: 'A', tokenType: 'Bearer', extra: {} });
    await Promise.all(both);
    expect(waits.map(({ waitedFor, seconds }) => [waitedFor, seconds])).to.deep.equal([['request', 1.5]]);
  });

  it('returns where each response came from, to every request its own', async () => {
    const { refresh_token: first } = ledger.issue();
    const both = await Promise.all([request(first), request(first)]);
    expect(both.map(({ source }) => source)).to.deep.equal(['provider', 'coalesced']);
    expect((await request(first)).source).to.equal('replayed');
    const dead = await Promise.allSettled([request('RT-DEAD'), request('RT-DEAD')]);
    const later = await Promise.allSettled([request('RT-DEAD')]);
    const sources = [...dead, ...later].map((result) => 'reason' in result && result.reason.source);
    expect(sources).to.deep.equal(['provider', 'coalesced', 'known_dead']);
    expect(events).to.deep.equal(['coalesced', 'replayed', 'coalesced', 'known_dead']);
  });

  it('counts the wait for another replica into the one budget', async () => {
    let looks = 0;
    const store = createStore({
      present: async () => {
        looks += 1;
        elapsed += 3000;
        return looks < 3 ? { state: 'busy', leaseLeft: 9000 } : { state: 'leased' };
      },
    });
    refresher = create({ store });
    await refresh(ledger.issue().refresh_token);
    expect(elapsed).to.equal(START + 9000);
    expect(deadlines).to.deep.equal([START + GRANT_BUDGET]);
  });

  it('renews a lease while it asks and no longer, whatever comes of it', async () => {
    let renewing = 0;
    const outcomes: string[] = [];
    const store = createStore({
      renew: () => {
        renewing += 1;
        return () => {
          renewing -= 1;
        };
      },
      publish: async () => void outcomes.push('published'),
      release: async (outcome, failure) =>
        void outcomes.push(failure === undefined ? outcome : `${outcome}: ${failure}`),
    });
    refresher = create({ store });
    const second = await refresh(ledger.issue().refresh_token);
    expect(renewing, 'after a success').to.equal(0);
    fault = new DomiError('provider_timeout');
    await refresh(second);
    expect(renewing, 'after a failure').to.equal(0);
    fault = undefined;
    await refresh('RT-DEAD');
    expect(renewing, 'after a refusal').to.equal(0);
    expect(outcomes).to.deep.equal(['published', 'failed: provider_timeout', 'dead']);
  });

  it('tells those who wait for a call of another replica how it failed, and does not repeat it', async () => {
    const states: LeaseState[] = [
      { state: 'busy', leaseLeft: 9000 },
      { state: 'failed', failure: 'rate_limited 17' },
    ];
    refresher = create({
      store: createStore({ present: async () => states.shift() ?? { state: 'leased' } }),
    });
    const { refresh_token: first } = ledger.issue();
    const error = await request(first).catch((fault: DomiError) => fault);
    expect(error).to.include({ code: 'rate_limited', source: 'coalesced' });
    expect(error).to.have.deep.property('headers', { 'Retry-After': '17' });
    expect(ledger.presented.get(first)).to.equal(undefined);
    expect(events).to.deep.equal(['coalesced']);
    expect(cache.measure().tokensInDoubt).to.equal(0);
    // A new request is a new decision, of the client.
    expect(ledger.isGood(await refresh(first))).to.equal(true);
  });

  it('says to other replicas that a token is spent whose response has had its replays', async () => {
    const released: string[] = [];
    const store = createStore({ release: async (outcome) => void released.push(outcome) });
    refresher = create({ store, limits: { replays: 1 } });
    const { refresh_token: first } = ledger.issue();
    const second = await refresh(first);
    expect([await refresh(first), await refresh(first)]).to.deep.equal([second, 'invalid_grant']);
    expect(released).to.deep.equal(['superseded', 'superseded']);
  });

  it('says to other replicas that a token is spent whose response it holds, and gives the lease back', async () => {
    const released: string[] = [];
    const store = createStore({ release: async (outcome) => void released.push(outcome) });
    refresher = create({ store });
    const { refresh_token: first } = ledger.issue();
    const second = await refresh(first);
    expect(released).to.deep.equal([]);
    expect(await refresh(first)).to.equal(second);
    refresher = create({ store, refusesSuperseded: false });
    expect(await refresh(first)).to.equal(second);
    expect(released).to.deep.equal(['superseded', 'failed']);
  });

  it('gives the response again that the store has lost, and none that the store has ended', async () => {
    let state: LeaseState = { state: 'leased' };
    refresher = create({ store: createStore({ present: async () => state }) });
    const { refresh_token: first } = ledger.issue();
    const second = await refresh(first);
    state = { state: 'superseded', denial: 'expired' };
    expect(await refresh(first)).to.equal(second);
    state = { state: 'superseded', denial: 'successor_used' };
    expect(await refresh(first)).to.equal('invalid_grant');
    // It stays ended, also when the store has lost that as well.
    state = { state: 'leased' };
    expect(await refresh(first)).to.equal('invalid_grant');
    elapsed += LIMITS.replayMs;
    state = { state: 'superseded', denial: 'expired' };
    expect(await refresh(first)).to.equal('invalid_grant');
    expect(denials).to.deep.equal(['successor_used', 'successor_used', 'successor_used']);
    expect(ledger.presented.get(first)).to.equal(1);
  });

  it('says of a replayed access token how long it really lives', async () => {
    const { refresh_token: first } = ledger.issue();
    await request(first);
    elapsed = START + 12_300;
    expect((await request(first)).tokens.expiresIn).to.equal(3600 - 13);
  });

  it('gives an answer again only so many times', async () => {
    const { refresh_token: first } = ledger.issue();
    const second = await refresh(first);
    const results = [await refresh(first), await refresh(first), await refresh(first), await refresh(first)];
    expect(results).to.deep.equal([second, second, second, 'invalid_grant']);
    expect(ledger.presented.get(first)).to.equal(1);
  });

  it('gives the successor pair to whoever presents the parent, never to the grandparent', async () => {
    const { refresh_token: first } = ledger.issue();
    const second = await refresh(first);
    const third = await refresh(second);
    expect(await refresh(first)).to.equal('invalid_grant');
    expect(await refresh(second)).to.equal(third);
  });

  it('ends the replay when the successor is presented, even if its own refresh then fails', async () => {
    const { refresh_token: first } = ledger.issue();
    const second = await refresh(first);
    fault = new DomiError('provider_unreachable');
    expect(await refresh(second)).to.equal('provider_unreachable');
    fault = undefined;
    expect(await refresh(first)).to.equal('invalid_grant');
    expect(ledger.isGood(await refresh(second))).to.equal(true);
  });

  it('keeps no more bytes of answers than it may: the oldest goes', async () => {
    refresher = create({ limits: { bytes: 1000 } });
    const tokens = Array.from({ length: 10 }, () => ledger.issue().refresh_token);
    const answers: string[] = [];
    for (const token of tokens) answers.push(await refresh(token));
    expect(await refresh(tokens[9] as string)).to.equal(answers[9]);
    expect(await refresh(tokens[0] as string)).to.equal('invalid_grant');
  });

  it('asks about a dead token again when its time is over', async () => {
    await refresh('RT-DEAD');
    elapsed = START + 29_999;
    await refresh('RT-DEAD');
    expect(ledger.presented.get('RT-DEAD')).to.equal(1);
    elapsed = START + 30_001;
    await refresh('RT-DEAD');
    expect(ledger.presented.get('RT-DEAD')).to.equal(2);
    expect(events).to.deep.equal(['known_dead']);
  });

  for (const code of [
    'provider_timeout',
    'provider_connection_lost',
    'provider_failed',
    'temporarily_unavailable',
    'rate_limited',
    'client_credentials_refused',
  ] as const) {
    it(`refuses nothing by itself after ${code}: the token may be good`, async () => {
      const { refresh_token: first } = ledger.issue();
      fault = new DomiError(code);
      expect(await refresh(first)).to.equal(code);
      fault = undefined;
      expect(ledger.isGood(await refresh(first))).to.equal(true);
    });
  }

  it('hands nothing to its cache but sealed text and fingerprints, in which no token can be read', async () => {
    const kept: Parameters<TokenCache['keep']>[] = [];
    const { keep } = cache;
    cache.keep = (...given) => {
      kept.push(given);
      return keep(...given);
    };
    const { refresh_token: first } = ledger.issue();
    const { accessToken, refreshToken } = (await request(first)).tokens;
    const text = JSON.stringify(kept);
    expect(kept).to.have.length(1);
    expect(kept[0]?.[2].sealed, 'the sealed response').to.match(/^v1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{200,}$/);
    for (const token of [first, accessToken, refreshToken as string]) {
      expect(text).to.not.include(token);
      expect(text).to.not.include(Buffer.from(token).toString('base64url').slice(0, -2));
    }
  });

  it('keeps the answers of providers apart, and of tenants', async () => {
    const { refresh_token: first } = ledger.issue();
    await refresh(first);
    expect(await refresh(first, registration('other'))).to.equal('invalid_grant');
  });

  it('keeps nothing of a token that outlives its use', async () => {
    const { refresh_token: first } = ledger.issue();
    await refresh(first, registration('acme', 'reusable'));
    expect(await refresh(first, registration('acme', 'reusable'))).to.equal('invalid_grant');
    expect(ledger.presented.get(first)).to.equal(2);
  });

  it('finds what an older seal key has kept, as long as the key is in the ring', async () => {
    const { refresh_token: first } = ledger.issue();
    const second = await refresh(first);
    refresher = create({ ring: [NEW, OLD] });
    expect(await refresh(first)).to.equal(second);
    const third = await refresh(second);
    expect(await refresh(first)).to.equal('invalid_grant');
    refresher = create({ ring: [NEW] });
    expect(await refresh(second)).to.equal(third);
    expect(await refresh(first)).to.equal('invalid_grant');
  });

  it('gives back the new tokens when only sharing the answer with other replicas fails', async () => {
    const store = createStore({
      publish: async () => {
        throw new Error('broken');
      },
    });
    refresher = create({ store });
    const { refresh_token: first } = ledger.issue();
    expect(ledger.isGood(await refresh(first))).to.equal(true);
  });

  it('gives back the new tokens whatever fails after the provider has answered', async () => {
    const broken = async (): Promise<never> => {
      throw new Error('broken');
    };
    const store = createStore({ publish: broken });
    cache.keep = () => {
      throw new Error('broken');
    };
    refresher = create({ store });
    const { refresh_token: first } = ledger.issue();
    const answers = await Promise.all([refresh(first), refresh(first)]);
    expect(ledger.isGood(answers[0] as string)).to.equal(true);
    expect(answers[1]).to.equal(answers[0]);
  });

  it('holds nothing of a request whose client has gone, while the provider still works for it', async () => {
    const { promise, resolve } = Promise.withResolvers<TokenSet>();
    grants.refresh = () => promise;
    try {
      let isGone = false;
      const registry = new FinalizationRegistry(() => {
        isGone = true;
      });
      await (async () => {
        const request = { size: 'large' };
        registry.register(request, 0);
        const connection = createConnection();
        const client = {
          hasGone: () => connection.hasGone() && request.size !== '',
          onGone: (listener: () => void) => connection.onGone(listener),
        };
        const waiting = refresher.refresh(registration(), 'RT', { client });
        connection.hangUp();
        await waiting.catch(() => undefined);
      })();
      while (!isGone) {
        collectGarbage();
        await new Promise((wait) => setTimeout(wait, 10));
      }
    } finally {
      resolve({ accessToken: 'A', tokenType: 'Bearer', extra: {} });
      await refresher.settle();
    }
    expect(events).to.deep.equal(['unclaimed']);
  });
});
