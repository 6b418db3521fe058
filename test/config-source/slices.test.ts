import { expect } from 'chai';
import type { TenantPlan } from '../../src/config/build/tenant-plan.ts';
import { toTenant } from '../../src/config/build/tenant-plan.ts';
import type { Slice } from '../../src/config-source/slice.ts';
import { slicePlan } from '../../src/config-source/slice-plan.ts';
import {
  createTenantAssembler,
  NO_TENANTS,
  type TenantsInUse,
} from '../../src/config-source/tenant-assembler.ts';
import { listSecrets } from '../helpers/providers.ts';
import { validateText } from '../helpers/validate-text.ts';

/** `count` tenants: `zoom` and `teams` are apps of their own, `webex` is shared. */
function planTenants(
  count: number,
  change: (id: string) => object = () => ({}),
  variables: Readonly<Record<string, string>> = {},
): readonly TenantPlan[] {
  const own = (id: string) => ({
    clientId: { value: `client-of-${id}` },
    clientSecret: { env: 'OWN_SECRET', expiresAt: '2099-06-01' },
  });
  const entries = Array.from({ length: count }, (_, index) => `t${index}`).map((id) => [
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
    ...variables,
  };
  return validateText(JSON.stringify({ tenants: Object.fromEntries(entries) }), { environment }).tenants;
}

/** Through messages, as from a thread. */
function handOver(
  tenants: readonly TenantPlan[],
  before: TenantsInUse,
): { known: TenantsInUse; slices: Slice[] } {
  const { digests, slices } = slicePlan(tenants, before.digests);
  const sent: Slice[] = [];
  const assembler = createTenantAssembler(before);
  for (let next = slices.next(); !next.done; next = slices.next()) {
    sent.push(structuredClone(next.value));
    assembler.add(structuredClone(next.value));
  }
  const { inUse } = assembler.finish(false, structuredClone(digests));
  return { known: inUse, slices: sent };
}

describe('tenants in slices', () => {
  it('when they are put together, are what was validated', () => {
    const tenants = planTenants(250);
    const { known, slices } = handOver(tenants, NO_TENANTS);
    expect(slices.length).to.be.above(2);
    expect(known.tenants).to.deep.equal(tenants.map(toTenant));
  });

  it('when they come out of messages, share their apps and what their records have in common', () => {
    const { tenants } = handOver(planTenants(250), NO_TENANTS).known;
    const [first, last] = [tenants[0]?.providers, tenants[249]?.providers];
    expect(first?.[2]).to.equal(last?.[2]);
    expect(first?.[0]).to.not.equal(last?.[0]);
    for (const index of [0, 1]) expect(first?.[index]?.scopes).to.equal(last?.[index]?.scopes);
    for (const provider of first ?? []) expect(provider, provider.id).to.be.frozen;
  });

  it('when some changed, came and went, hands over those alone, and keeps the others as they are', () => {
    const before = handOver(planTenants(250), NO_TENANTS).known;
    const after = planTenants(251, (id) => (id === 't7' ? { displayName: 'Seven' } : {})).filter(
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
    expect(known.tenants).to.deep.equal(after.map(toTenant));
    expect(known.tenants[8]).to.equal(before.tenants[8]);
    expect(known.tenants[248]).to.equal(before.tenants[249]);
  });

  it('when a shared secret changes again and again, remember only the one in use', () => {
    const use = (secret: string) => planTenants(2, () => ({}), { WEBEX_CLIENT_SECRET: secret });
    let before = handOver(use('secret-0'), NO_TENANTS).known;
    const { size } = before.shared;
    for (const secret of ['secret-1', 'secret-2']) before = handOver(use(secret), before).known;
    expect(before.tenants[0]?.providers[2]?.clientCredentials).to.deep.equal(listSecrets('secret-2'));
    expect(before.shared.size).to.equal(size);
  });

  it('when a tenant joins kept ones, shares their app', () => {
    const before = handOver(planTenants(2), NO_TENANTS).known;
    const { known, slices } = handOver(planTenants(3), before);
    expect(slices.flatMap((slice) => slice.tenants)).to.have.length(2);
    expect(known.tenants[2]?.providers[2]).to.equal(before.tenants[0]?.providers[2]);
  });

  it('when their order changed, are kept in the new one', () => {
    const before = handOver(planTenants(3), NO_TENANTS).known;
    const { known } = handOver(planTenants(3).toReversed(), before);
    expect(known.tenants.map(({ id }) => id)).to.deep.equal(['t2', 't1', 't0']);
    expect(known.tenants[0]).to.equal(before.tenants[2]);
  });

  it('with one logo for all of them, hand it over once, and share it', () => {
    const file = '/logo.png';
    const body = Buffer.from('\x89PNG\r\n\x1a\nlogo', 'latin1');
    const entries = Array.from({ length: 250 }, (_, index) => [
      `t${index}`,
      { publicUrl: `https://d.example.com/${index}`, ...(index === 0 && { logo: { file: '/own.png' } }) },
    ]);
    const { tenants } = validateText(
      JSON.stringify({ defaults: { logo: { file } }, tenants: Object.fromEntries(entries) }),
      { files: { [file]: body, '/own.png': Buffer.concat([body, body]) } },
    );
    const { known, slices } = handOver(tenants, NO_TENANTS);
    expect(slices.map(({ logos }) => logos.length)).to.deep.equal([2, 0, 0]);
    const [first, second, ...others] = known.tenants.map(({ logo }) => logo);
    expect(first?.body.equals(Buffer.concat([body, body]))).to.equal(true);
    expect(second?.body.equals(body)).to.equal(true);
    for (const logo of others) expect(logo).to.equal(second);
  });
});
