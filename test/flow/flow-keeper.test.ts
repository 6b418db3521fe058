import { expect } from 'chai';
import fc from 'fast-check';
import { FLOW_CAUSES, type FlowCause } from '../../src/flow/flow.ts';
import { type CookieChange, readCause } from '../../src/flow/flow-cookies.ts';
import { createFlowKeeper, type FlowKeeper } from '../../src/flow/flow-keeper.ts';
import { createRandomSealKey } from '../../src/sealing/seal-keys.ts';
import { createSealer } from '../../src/sealing/sealer.ts';
import { createTestProvider } from '../helpers/providers.ts';

const isBetter = (a: FlowCause, b: FlowCause): boolean => FLOW_CAUSES.indexOf(a) < FLOW_CAUSES.indexOf(b);

describe('flow keeper', () => {
  const registration = { tenantId: 'acme', provider: createTestProvider({ id: 'zoom' }) };
  let now: number;
  let flows: FlowKeeper;
  let cookies: Record<string, string>;

  beforeEach(() => {
    now = Date.parse('2026-11-24T12:00:00Z');
    flows = createFlowKeeper(createSealer([createRandomSealKey()]), () => new Date(now));
    cookies = {};
  });

  function apply(changes: readonly CookieChange[]): void {
    for (const { name, value, maxAge } of changes) {
      if (maxAge === 0) delete cookies[name];
      else cookies[name] = value;
    }
  }

  function begin(cause: FlowCause = 'user'): { name: string; state: string } {
    const { flow, changes } = flows.begin(registration, cookies, cause);
    apply(changes);
    now += 1000;
    return flow;
  }

  it('lets the oldest flow give way when a user begins a fifth', () => {
    const begun = Array.from({ length: 5 }, () => begin()).map(({ name }) => name);
    expect(Object.keys(cookies)).to.have.members(begun.slice(1));
  });

  const causes = FLOW_CAUSES.flatMap((own) =>
    FLOW_CAUSES.filter((cause) => FLOW_CAUSES.indexOf(cause) > FLOW_CAUSES.indexOf(own)).map(
      (cause) => [own, cause] as const,
    ),
  );
  for (const [own, cause] of causes) {
    it(`keeps flows that a ${own} began, however many a ${cause} begins after them or before`, () => {
      for (let count = 0; count < 8; count += 1) begin(cause);
      const kept = [begin(own), begin(own)];
      for (let count = 0; count < 8; count += 1) begin(cause);
      for (const { name, state } of kept) {
        expect(cookies).to.have.property(name);
        expect(flows.find(registration, state, cookies).name).to.equal(name);
      }
      expect(Object.keys(cookies)).to.have.length.at.most(6);
    });
  }

  it('lets a page that begins flows have the last of them, and none of another tenant give way to them', () => {
    const other = { ...registration, tenantId: 'globex' };
    const { flow, changes } = flows.begin(other, cookies, 'user');
    apply(changes);
    const begun = Array.from({ length: 9 }, () => begin('script'));
    expect(cookies).to.have.property(flow.name);
    expect(cookies).to.have.property(begun.at(-1)?.name ?? '');
  });

  it('never holds more than six flows, whoever begins them in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...FLOW_CAUSES), { maxLength: 30 }), (order) => {
        cookies = {};
        for (const cause of order) {
          const before = Object.keys(cookies).filter((name) => isBetter(readCause(name), cause));
          const { name } = begin(cause);
          expect(cookies).to.have.property(name);
          expect(Object.keys(cookies)).to.include.members(before).and.to.have.length.at.most(6);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('clears unreadable cookies before any flow, a few at a time', () => {
    cookies = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`__Host-domi-unreadabl${index}x`, 'junk']),
    );
    const own = begin();
    expect(Object.keys(cookies)).to.have.length(9 - 3 + 1);
    begin();
    begin();
    expect(Object.keys(cookies)).to.have.length(4).and.to.include(own.name);
  });

  it('gives the code that came back last, and each only to its own provider', () => {
    const [first, second] = [begin(), begin()];
    const other = { ...registration, provider: createTestProvider({ id: 'webex' }) };
    for (const [{ state }, code] of [
      [second, 'code-2'],
      [first, 'code-1'],
    ] as const) {
      apply(flows.keepCode(registration, flows.find(registration, state, cookies), code, cookies).changes);
      now += 1000;
    }
    expect(flows.findCode(registration, cookies).code).to.equal('code-1');
    expect(() => flows.findCode(other, cookies)).to.throw('no_waiting_code');
  });

  it('does not mix parts of two codes', () => {
    const { state } = begin();
    const long = 'a'.repeat(3000);
    const kept = flows.keepCode(registration, flows.find(registration, state, cookies), long, cookies);
    expect(kept.complete).to.equal(false);
    apply(kept.changes);
    for (const other of ['b'.repeat(3000), 'a'.repeat(1000), 'a'.repeat(4500)]) {
      const flow = flows.find(registration, state, cookies);
      expect(() => flows.keepCode(registration, flow, other, cookies)).to.throw('invalid_flow');
    }
    apply(flows.keepCode(registration, flows.find(registration, state, cookies), long, cookies).changes);
    expect(flows.findCode(registration, cookies).code).to.equal(long);
  });

  it('forgets a code after two minutes, and clocks may differ by one', () => {
    const { state } = begin();
    apply(flows.keepCode(registration, flows.find(registration, state, cookies), 'code', cookies).changes);
    now += 175_000;
    expect(flows.findCode(registration, cookies).code).to.equal('code');
    now += 10_000;
    expect(() => flows.findCode(registration, cookies)).to.throw('no_waiting_code');
  });

  it('notices a part that the browser did not keep', () => {
    const { state } = begin();
    const { changes } = flows.keepCode(
      registration,
      flows.find(registration, state, cookies),
      'code',
      cookies,
    );
    apply(changes.filter(({ name }) => !name.endsWith('.0')));
    expect(() => flows.findCode(registration, cookies)).to.throw('no_waiting_code');
  });
});
