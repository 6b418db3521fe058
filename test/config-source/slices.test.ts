import { expect } from 'chai';
import { createAssembler, type Known, type Slice, slicePlan } from '../../src/config-source/slices.ts';
import type { TenantSettings } from '../../src/tenants/tenant.ts';
import { createTenant } from '../../src/tenants/tenant.ts';
import { validateText } from '../helpers/validate-text.ts';

const NOTHING: Known = { tenants: [], digests: undefined, shared: new Map() };

/** `count` tenants: `zoom` and `teams` are apps of their own, `webex` is shared. */
function judge(count: number, change: (id: string) => object = () => ({})): readonly TenantSettings[] {
  const own = (id: string) => ({
    clientId: { value: `client-of-${id}` },
    clientSecret: { env: 'OWN_SECRET', expiresAt: '2099-06-01' },
  });
  const tenants = Array.from({ length: count }, (_, index) => `t${index}`).map((id) => [
    id,
    {
      publicUrl: `https://d.example.com/${id}`,
      providers: {
        zoom: own(id),
        teams: { ...own(id), variables: { directory: `${id}.example.com` } },
        webex: {},
      },
      ...change(id),
    },
  ]);
  const environment = {
    OWN_SECRET: 'own',
    WEBEX_CLIENT_ID: 'webex-id',
    WEBEX_CLIENT_SECRET: 'webex-secret',
  };
  return validateText(JSON.stringify({ tenants: Object.fromEntries(tenants) }), { environment }).tenants;
}

/** Through messages, as from a thread. */
function handOver(tenants: readonly TenantSettings[], before: Known): { known: Known; slices: Slice[] } {
  const { digests, slices } = slicePlan(tenants, before.digests);
  const sent: Slice[] = [];
  const assembler = createAssembler(before);
  for (let next = slices.next(); !next.done; next = slices.next()) {
    sent.push(structuredClone(next.value));
    assembler.add(structuredClone(next.value));
  }
  const { known } = assembler.finish(false);
  return { known: { ...known, digests }, slices: sent };
}

describe('tenants in slices', () => {
  it('when they are put together, are what was judged', () => {
    const tenants = judge(250);
    const { known, slices } = handOver(tenants, NOTHING);
    expect(slices.length).to.be.above(2);
    expect(known.tenants).to.deep.equal(tenants.map(createTenant));
  });

  it('when they come out of messages, share their apps and what their records have in common', () => {
    const { tenants } = handOver(judge(250), NOTHING).known;
    const [first, last] = [tenants[0]?.providers, tenants[249]?.providers];
    expect(first?.[2]).to.equal(last?.[2]);
    expect(first?.[0]).to.not.equal(last?.[0]);
    for (const index of [0, 1]) expect(first?.[index]?.scopes).to.equal(last?.[index]?.scopes);
  });

  it('when some changed, came and went, hands over those alone, and keeps the others as they are', () => {
    const before = handOver(judge(250), NOTHING).known;
    const after = judge(251, (id) => (id === 't7' ? { displayName: 'Seven' } : {})).filter(
      ({ id }) => id !== 't100',
    );
    const { known, slices } = handOver(after, before);
    const parts = slices.flatMap((slice) => slice.tenants);
    expect(parts.map((part) => ('id' in part ? part.id : [part.from, part.count]))).to.deep.equal([
      [0, 7],
      't7',
      [8, 92],
      [101, 149],
      't250',
    ]);
    expect(known.tenants).to.deep.equal(after.map(createTenant));
    expect(known.tenants[8]).to.equal(before.tenants[8]);
    expect(known.tenants[248]).to.equal(before.tenants[249]);
  });

  it('when their order changed, are kept in the new one', () => {
    const before = handOver(judge(3), NOTHING).known;
    const { known } = handOver(judge(3).toReversed(), before);
    expect(known.tenants.map(({ id }) => id)).to.deep.equal(['t2', 't1', 't0']);
    expect(known.tenants[0]).to.equal(before.tenants[2]);
  });
});
