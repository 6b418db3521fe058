import { expect } from 'chai';
import type { ConfigurationSummary, ReloadEvent } from '../../src/observability/events.ts';
import { isSuddenLoss } from '../../src/observability/is-sudden-loss.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createRejectionLog } from '../../src/observability/rejection-log.ts';
import { createReloadLog } from '../../src/observability/reload-log.ts';

type Line = Readonly<Record<string, unknown>>;

function record<E>(create: (logger: ReturnType<typeof createLogger>) => (event: E) => void) {
  const lines: Line[] = [];
  const logger = createLogger('debug', { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { lines, observe: create(logger) };
}

const reloaded = (loss: { lost: number; before: number }): ReloadEvent => ({
  kind: 'reloaded',
  config: { directory: { tenants: [] }, warnings: [], hash: 'h' },
  seconds: 1,
  loss,
});
const REFUSED: ReloadEvent = { kind: 'refused', faults: [{ where: 'DOMI_CONFIG', message: 'gone' }] };
const UNCHANGED: ReloadEvent = { kind: 'unchanged' };
const FAILED: ReloadEvent = { kind: 'failed', error: new Error('CANARY') };
const NO_LOSS = { lost: 0, before: 30 };

describe('the log of reloads', () => {
  for (const [what, events, again] of [
    ['a refusal and the same files as before', [REFUSED, UNCHANGED], 1],
    ['a refusal and better files', [REFUSED, reloaded(NO_LOSS)], 1],
    ['two refusals and better files', [REFUSED, REFUSED, reloaded(NO_LOSS)], 1],
    ['a failure and better files', [FAILED, UNCHANGED], 1],
    ['a refusal that lasts', [REFUSED, REFUSED], 0],
    ['no refusal', [reloaded(NO_LOSS), UNCHANGED], 0],
    ['all is well, twice', [REFUSED, UNCHANGED, UNCHANGED], 1],
  ] as const) {
    it(`after ${what}, says ${again === 0 ? 'nothing' : 'once'} that all is well again`, () => {
      const { lines, observe } = record(createReloadLog);
      for (const event of events) observe(event);
      expect(lines.filter(({ msg }) => msg === 'configuration accepted again')).to.have.length(again);
      expect(JSON.stringify(lines)).to.not.include('CANARY');
    });
  }

  for (const [lost, before, isLoud] of [
    [0, 20, false],
    [2, 20, false],
    [3, 20, true],
    [20, 20, true],
    [19, 19, false],
    [1000, 10_000, false],
    [1001, 10_000, true],
  ] as const) {
    it(`of ${lost} lost of ${before} tenants is ${isLoud ? 'loud' : 'as usual'}`, () => {
      expect(isSuddenLoss({ lost, before })).to.equal(isLoud);
      const { lines, observe } = record(createReloadLog);
      observe(reloaded({ lost, before }));
      const loud = lines.filter(({ level }) => level === 'error');
      expect(
        loud.map(({ msg, tenants_lost, tenants_before }) => [msg, tenants_lost, tenants_before]),
      ).to.deep.equal(isLoud ? [['configuration lost many tenants at once', lost, before]] : []);
    });
  }
});

describe('the log of tenants that are left out', () => {
  const summarize = (
    faults: Readonly<Record<string, string>>,
    served: readonly string[] = [],
  ): ConfigurationSummary => ({
    tenants: served.map((id) => ({ id })),
    hash: 'h',
    rejected: {
      count: Object.keys(faults).length,
      tenants: Object.entries(faults).map(([id, message]) => ({
        id,
        faults: [{ where: `f:${id}:1`, message }],
        faultCount: 1,
      })),
    },
    providerIds: [],
    webhookIds: [],
    expiries: [],
    certificateExpiry: undefined,
    sealKeys: [],
  });

  it('has a line for each, none while it lasts, another one when the fault changes, and one when it is over', () => {
    const { lines, observe } = record(createRejectionLog);
    observe(summarize({ a: 'x', b: 'y' }, ['c']));
    observe(summarize({ a: 'x', b: 'y' }, ['c']));
    observe(summarize({ a: 'x', b: 'z' }, ['c']));
    observe(summarize({ b: 'z' }, ['a', 'c']));
    observe(summarize({}, ['a', 'c']));
    observe(summarize({ a: 'x' }, ['c']));
    expect(lines.map(({ msg, tenant, faults }) => [msg, tenant, faults])).to.deep.equal([
      ['tenant left out', 'a', ['f:a:1: x']],
      ['tenant left out', 'b', ['f:b:1: y']],
      ['tenant left out', 'b', ['f:b:1: z']],
      ['tenant served again', 'a', undefined],
      ['tenant left out', 'a', ['f:a:1: x']],
    ]);
  });

  it('counts those that are not named, when there are very many', () => {
    const { lines, observe } = record(createRejectionLog);
    const { rejected, ...summary } = summarize({ a: 'x' });
    observe({ ...summary, rejected: { ...rejected, count: 5001 } });
    expect(lines.map(({ msg, tenants }) => [msg, tenants])).to.deep.equal([
      ['tenant left out', undefined],
      ['further tenants left out', 5000],
    ]);
  });
});
