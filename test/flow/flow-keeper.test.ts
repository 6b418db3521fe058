import { expect } from 'chai';
import type { CookieChange } from '../../src/flow/flow-cookies.ts';
import { createFlowKeeper, type FlowKeeper } from '../../src/flow/flow-keeper.ts';
import { createRandomSealKey } from '../../src/sealing/seal-keys.ts';
import { createSealer } from '../../src/sealing/sealer.ts';
import { createTestProvider } from '../helpers/providers.ts';

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

  function begin(): { name: string; state: string } {
    const { flow, changes } = flows.begin(registration, cookies);
    apply(changes);
    now += 1000;
    return flow;
  }

  it('lets the oldest flow give way when a sixth begins', () => {
    const begun = Array.from({ length: 6 }, begin).map(({ name }) => name);
    expect(Object.keys(cookies)).to.have.members(begun.slice(1));
  });

  it('clears unreadable cookies before any flow, a few at a time', () => {
    cookies = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`__Host-domi-unreadabl${index}x`, 'junk']),
    );
    const own = begin();
    expect(Object.keys(cookies)).to.have.length(9 - 3 + 1);
    begin();
    begin();
    expect(Object.keys(cookies)).to.have.length(5).and.to.include(own.name);
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
