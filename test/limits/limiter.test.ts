import { expect } from 'chai';
import { limitAddress } from '../../src/limits/limit-address.ts';
import { createLimiter, type Subject } from '../../src/limits/limiter.ts';
import { DEFAULT_LIMITS, type Limits, NO_LIMITS, overrideLimits } from '../../src/limits/limits.ts';
import { parseLimit } from '../../src/limits/parse-limit.ts';
import { createLocalWindow } from '../../src/limits/window.ts';
import { nameClientNetwork } from '../../src/networks/name-client-network.ts';
import { isDomiError } from '../../src/oauth/errors.ts';
import type { LimitEvent } from '../../src/observability/events.ts';

const subject = (overrides: Partial<Subject> = {}): Subject => ({
  scope: 'tenant',
  purpose: 'page',
  tenantId: 'acme',
  limit: { requestsPerSecond: 2, burst: 3, inFlight: 100 },
  ...overrides,
});

describe('the limiter', () => {
  let refusals: LimitEvent[];
  /** Milliseconds; time passes only when a test says so. */
  let now: number;
  beforeEach(() => {
    refusals = [];
    now = 0;
  });
  const create = () =>
    createLimiter({
      observe: (refusal) => refusals.push(refusal),
      digest: (text) => `digest of ${text}`,
      clock: { monotonic: () => now },
    });

  /** @returns whether each of some requests passed; every one leaves at once */
  async function ask(
    limiter: ReturnType<typeof create>,
    times: number,
    ...subjects: Subject[]
  ): Promise<boolean[]> {
    const results: boolean[] = [];
    for (let time = 0; time < times; time += 1) {
      const leave = await limiter.enter(subjects).catch((error) => {
        expect(isDomiError(error) && error.code).to.equal('rate_limited');
        return undefined;
      });
      leave?.();
      results.push(leave !== undefined);
    }
    return results;
  }

  it('a subject, when it asks faster than its rate, has its burst and is then refused', async () => {
    const limiter = create();
    const passed = await ask(limiter, 7, subject());
    expect(passed).to.deep.equal([true, true, true, true, true, false, false]);
    expect(refusals).to.deep.equal([
      { scope: 'tenant', limit: 'rate' },
      { scope: 'tenant', limit: 'rate' },
    ]);
    const error = await limiter.enter([subject()]).then(
      () => undefined,
      (reason) => reason,
    );
    expect(error.headers).to.deep.equal({ 'Retry-After': '1' });
  });

  it('a subject, when a second has passed, has its rate again though its burst is gone', async () => {
    const limiter = create();
    await ask(limiter, 6, subject());
    expect(await ask(limiter, 1, subject())).to.deep.equal([false]);
    now += 1000;
    expect(await ask(limiter, 3, subject())).to.deep.equal([true, true, false]);
    now += 60_000;
    expect(await ask(limiter, 6, subject())).to.deep.equal([true, true, true, true, true, false]);
  });

  it('another tenant, provider, address, token or purpose, when one is refused, is not', async () => {
    const limiter = create();
    await ask(limiter, 6, subject());
    for (const other of [
      subject({ purpose: 'token' }),
      subject({ purpose: 'signIn' }),
      subject({ scope: 'token', member: 'zoom:RT' }),
      subject({ tenantId: 'acme2' }),
      subject({ scope: 'provider', member: 'zoom' }),
      subject({ scope: 'provider', member: 'teams' }),
      subject({ scope: 'clientAddress', member: '192.0.2.1' }),
      subject({ tenantId: 'other', scope: 'clientAddress', member: '192.0.2.1' }),
    ]) {
      expect(await ask(limiter, 1, other), JSON.stringify(other)).to.deep.equal([true]);
    }
  });

  it('subjects, when only scope, tenant or member differ, are counted apart', async () => {
    const limiter = create();
    const same = { tenantId: 'acme', member: 'one' };
    await ask(limiter, 6, subject({ ...same, scope: 'provider' }));
    for (const other of [
      subject({ ...same, scope: 'clientAddress' }),
      subject({ ...same, scope: 'provider', tenantId: 'other' }),
      subject({ ...same, scope: 'provider', member: 'two' }),
    ]) {
      expect(await ask(limiter, 1, other), JSON.stringify(other)).to.deep.equal([true]);
    }
    expect(await ask(limiter, 1, subject({ ...same, scope: 'provider' }))).to.deep.equal([false]);
  });

  it('an address, when it is refused, takes nothing from its tenant', async () => {
    const limiter = create();
    const address = subject({ scope: 'clientAddress', member: '192.0.2.1' });
    await ask(limiter, 5, address);
    expect(await ask(limiter, 50, address, subject())).to.not.include(true);
    expect(await ask(limiter, 5, subject())).to.not.include(false);
  });

  it('places, when all are taken, are free again once one is given back, and only once for each', async () => {
    const limiter = create();
    const few = subject({ limit: { requestsPerSecond: 100, burst: 0, inFlight: 2 } });
    const leaves = [await limiter.enter([few]), await limiter.enter([few])];
    expect(await ask(limiter, 1, few)).to.deep.equal([false]);
    expect(refusals).to.deep.equal([{ scope: 'tenant', limit: 'in_flight' }]);
    leaves[0]?.();
    leaves[0]?.();
    const third = await limiter.enter([few]);
    expect(await ask(limiter, 1, few)).to.deep.equal([false]);
    third();
  });

  it('a request, when a later subject refuses it, holds no place at an earlier one', async () => {
    const limiter = create();
    const first = subject({ limit: { requestsPerSecond: 1000, burst: 0, inFlight: 1 } });
    const second = subject({
      scope: 'provider',
      member: 'zoom',
      limit: { requestsPerSecond: 1, burst: 0, inFlight: 1 },
    });
    expect(await ask(limiter, 3, first, second)).to.deep.equal([true, false, false]);
    expect(await ask(limiter, 1, first)).to.deep.equal([true]);
  });

  it('a request, when a later subject has no place for it, holds none at an earlier one and takes none there', async () => {
    const limiter = create();
    const first = subject({ limit: { requestsPerSecond: 1000, burst: 0, inFlight: 2 } });
    const second = subject({
      scope: 'provider',
      member: 'zoom',
      limit: { requestsPerSecond: 1000, burst: 0, inFlight: 1 },
    });
    const leave = await limiter.enter([first, second]);
    expect(await ask(limiter, 5, first, second)).to.not.include(true);
    expect(refusals.map(({ scope }) => scope)).to.deep.equal(Array(5).fill('provider'));
    leave();
    expect(await ask(limiter, 1, first, second)).to.deep.equal([true]);
  });

  it('a request, when it finds no place, is not counted, and learns after how many seconds to ask again', async () => {
    const limiter = create();
    const few = subject({ limit: { requestsPerSecond: 2, burst: 0, inFlight: 1 } });
    const leave = await limiter.enter([few]);
    const errors = [];
    for (let time = 0; time < 10; time += 1) errors.push(await limiter.enter([few]).catch((error) => error));
    expect(errors.map(({ headers }) => headers['Retry-After'])).to.deep.equal(Array(10).fill('5'));
    leave();
    expect(await ask(limiter, 2, few)).to.deep.equal([true, false]);
  });

  it('a request, when its rate refuses it, holds no place', async () => {
    const limiter = create();
    const slow = subject({ limit: { requestsPerSecond: 1, burst: 0, inFlight: 2 } });
    expect(await ask(limiter, 5, slow)).to.deep.equal([true, false, false, false, false]);
    now += 1000;
    expect(await ask(limiter, 2, slow)).to.deep.equal([true, false]);
    expect(refusals.map(({ limit }) => limit)).to.deep.equal(Array(5).fill('rate'));
  });

  it('a burst, when it is used up, comes back after a minute and not before', async () => {
    const limiter = create();
    await ask(limiter, 5, subject());
    now += 59_999;
    expect(await ask(limiter, 3, subject())).to.deep.equal([true, true, false]);
    now += 1000;
    expect(await ask(limiter, 6, subject())).to.deep.equal([true, true, true, true, true, false]);
  });

  it('a request within the rate, when it is counted, takes nothing from the burst', async () => {
    const limiter = create();
    for (let second = 0; second < 30; second += 1) {
      await ask(limiter, 2, subject());
      now += 1000;
    }
    expect(await ask(limiter, 6, subject())).to.deep.equal([true, true, true, true, true, false]);
  });

  it('what is off, when it is asked, is never refused', async () => {
    expect(await ask(create(), 500, subject({ limit: 'off' }))).to.not.include(false);
  });

  it('what comes after something that is off, when it is asked, has its limit', async () => {
    const off = subject({ scope: 'clientAddress', limit: 'off' });
    expect(await ask(create(), 6, off, subject())).to.deep.equal([true, true, true, true, true, false]);
  });

  it('J2 keys, when a hundred thousand come, are kept up to the bound, and those in use stay', async function () {
    this.timeout(20_000);
    const window = createLocalWindow(60, 1000, () => now);
    await window.count('in use');
    for (let index = 0; index < 100_000; index += 1) {
      await window.count(`2001:db8:${index}`);
      if (index % 500 === 0) await window.count('in use');
    }
    expect(window.size).to.be.within(500, 1000);
    expect((await window.count('in use')).requests).to.equal(202);
    expect((await window.count('2001:db8:0')).requests, 'forgotten').to.equal(1);
  });
});

describe('limits', () => {
  it('of an address are at most half of those of its tenant, whichever is set', () => {
    const of = (clientAddress: Limits['clientAddress'], tenant: Limits['tenant']): unknown =>
      limitAddress({ ...DEFAULT_LIMITS, clientAddress, tenant });
    const wide = { requestsPerSecond: 200, burst: 6000, inFlight: 500 };
    const narrow = { requestsPerSecond: 50, burst: 101, inFlight: 10 };
    const least = { requestsPerSecond: 1, burst: 0, inFlight: 1 };
    expect(of(wide, narrow)).to.deep.equal({ requestsPerSecond: 25, burst: 50, inFlight: 5 });
    expect(of(narrow, wide)).to.deep.equal(narrow);
    expect(of(wide, least), 'whoever comes alone is served').to.deep.equal(least);
    expect(of('off', narrow)).to.equal('off');
    expect(of(wide, 'off')).to.equal(wide);
    const { clientAddress, tenant } = DEFAULT_LIMITS;
    expect(of(clientAddress, tenant), 'the defaults fit').to.deep.equal(clientAddress);
  });

  it('of a tenant without any of its own are the object of the process', () => {
    expect(overrideLimits(DEFAULT_LIMITS, undefined)).to.equal(DEFAULT_LIMITS);
    expect(overrideLimits(DEFAULT_LIMITS, {})).to.equal(DEFAULT_LIMITS);
  });

  it('given in part replace these numbers alone', () => {
    const limits = overrideLimits(DEFAULT_LIMITS, { tenant: { burst: 1 }, provider: 'off' });
    expect(limits).to.deep.equal({
      ...DEFAULT_LIMITS,
      tenant: { ...(DEFAULT_LIMITS.tenant as object), burst: 1 },
      provider: 'off',
    });
  });

  it('given in part keep what the process has set for the rest', () => {
    const base = { ...DEFAULT_LIMITS, tenant: { requestsPerSecond: 1, burst: 2, inFlight: 3 } };
    const { tenant } = overrideLimits(base, { tenant: { burst: 9 } });
    expect(tenant).to.deep.equal({ requestsPerSecond: 1, burst: 9, inFlight: 3 });
  });

  it('cannot be changed by whoever holds them', () => {
    const limits = overrideLimits(DEFAULT_LIMITS, { tenant: { burst: 1 } });
    for (const value of [limits, limits.tenant, DEFAULT_LIMITS, DEFAULT_LIMITS.tenant]) {
      expect(Object.isFrozen(value)).to.equal(true);
    }
  });

  it('given where limits are off begin with the defaults', () => {
    const limits = overrideLimits(NO_LIMITS, { tenant: { burst: 1 } });
    expect(limits.tenant).to.deep.equal({ ...(DEFAULT_LIMITS.tenant as object), burst: 1 });
    expect(limits.provider).to.equal('off');
  });

  for (const text of [
    'on',
    '',
    'burst',
    'burst=',
    'burst=-1',
    'inFlight=0',
    'requestsPerSecond=0',
    'rate=3',
    'burst=1;inFlight=2',
    'burst=1.5',
    'burst=10000000',
  ]) {
    it(`${JSON.stringify(text)}, when a variable holds it, is refused with what is expected`, () => {
      expect(() => parseLimit(text)).to.throw(RangeError, 'requestsPerSecond=N');
    });
  }

  it('of a variable are read by their names, in any order', () => {
    expect(parseLimit('off')).to.equal('off');
    expect(parseLimit('inFlight=5, burst=0')).to.deep.equal({ inFlight: 5, burst: 0 });
  });
});

describe('a client network', () => {
  const rows: [string, string][] = [
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:db8:1:2::9', '2001:db8:1::/48'],
    ['2001:DB8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
    ['64:ff9b::192.0.2.1', '192.0.2.1'],
    ['2002:c000:201:5::1', '192.0.2.1'],
    ['not:an:address', 'not:an:address'],
    ['', ''],
  ];
  for (const [address, network] of rows) {
    it(`of ${JSON.stringify(address)} is ${JSON.stringify(network)}`, () => {
      expect(nameClientNetwork(address)).to.equal(network);
    });
  }
});
