import { expect } from 'chai';
import fc from 'fast-check';
import { createOutput, type Output, type OutputEvent } from '../../src/process/output/output.ts';
import type { Sink } from '../../src/process/output/sink.ts';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { waitFor } from '../helpers/service-process.ts';

/** What a sink does with the next write. */
type Deed = 'all' | 'half' | 'nothing' | { readonly code: string };

const TIMES = { collect: 5, retrySoon: 5, retryLater: 10, stalled: 400 };
const CAPACITY = 1000;

/** A sink that does as scripted, and then writes all. */
function createScriptedSink(deeds: Deed[]): Sink & { text: string; writes: number; release(): void } {
  let held: (() => void) | undefined;
  const sink = {
    text: '',
    writes: 0,
    release: () => held?.(),
    write(bytes: Buffer, done: Parameters<Sink['write']>[1]) {
      sink.writes += 1;
      const deed = deeds.shift() ?? 'all';
      const finish = (count: number): void => {
        sink.text += bytes.subarray(0, count).toString();
        done(undefined, count);
      };
      if (deed === 'nothing') held = () => finish(bytes.length);
      else if (typeof deed === 'object') setImmediate(done, Object.assign(new Error(), deed), 0);
      else setImmediate(finish, deed === 'all' ? bytes.length : Math.floor(bytes.length / 2));
    },
  };
  return sink;
}

describe('an output of lines', () => {
  let events: OutputEvent[];

  beforeEach(() => {
    events = [];
  });

  function open(deeds: Deed[]): { output: Output; sink: ReturnType<typeof createScriptedSink> } {
    const sink = createScriptedSink(deeds);
    const output = createOutput({
      sink,
      clock: SYSTEM_CLOCK,
      observe: (event) => events.push(event),
      times: TIMES,
      capacity: CAPACITY,
    });
    return { output, sink };
  }

  const line = (index: number): string => `${String(index).padStart(9, '0')}\n`;

  it('collects lines for a moment, and writes an urgent one at once with those before it', async () => {
    const { output, sink } = open([]);
    output.write('a\n', 'log', false);
    output.write('b\n', 'log', false);
    expect(sink.writes).to.equal(0);
    output.write('c\n', 'log', true);
    expect(sink.writes).to.equal(1);
    expect(await output.end(1000)).to.equal(0);
    expect(sink.text).to.equal('a\nb\nc\n');
  });

  for (const deed of ['half', { code: 'EAGAIN' }, { code: 'EINTR' }] as const) {
    it(`goes on after ${JSON.stringify(deed)} without a word`, async () => {
      const { output, sink } = open([deed, deed, deed]);
      for (let index = 0; index < 20; index += 1) output.write(line(index), 'log', index === 10);
      await waitFor(() => sink.text.length === 200);
      expect(sink.text).to.equal(Array.from({ length: 20 }, (_, index) => line(index)).join(''));
      expect(events).to.deep.equal([]);
    });
  }

  for (const code of ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EPIPE', 'ESTALE', 'EBADF', 'ENXIO']) {
    it(`reports ${code} at once, keeps the lines, and says when they are written`, async () => {
      const { output, sink } = open([{ code }, { code }, { code }]);
      output.write('a\n', 'audit', true);
      output.write('b\n', 'audit', true);
      await waitFor(() => events.length === 2);
      expect(events).to.deep.equal([
        { kind: 'failing', reason: code },
        { kind: 'recovered', lost: 0, seconds: 0 },
      ]);
      await waitFor(() => sink.text === 'a\nb\n');
    });
  }

  it('drops lines beyond its bound, counts them by stream, and reports once', async () => {
    const { output, sink } = open(['nothing']);
    output.write(line(0), 'log', true);
    for (let index = 1; index <= 150; index += 1)
      output.write(line(index), index % 2 ? 'audit' : 'log', false);
    expect(output.countDropped('log') + output.countDropped('audit')).to.equal(50);
    expect(output.countDropped('audit')).to.equal(25);
    expect(events).to.deep.equal([{ kind: 'failing', reason: 'full' }]);
    sink.release();
    await waitFor(() => events.length === 2);
    expect(events[1]).to.deep.equal({ kind: 'recovered', lost: 50, seconds: 0 });
    output.write('later\n', 'log', true);
    expect(await output.end(1000)).to.equal(0);
    expect(sink.text).to.equal(`${Array.from({ length: 101 }, (_, index) => line(index)).join('')}later\n`);
  });

  it('reports a write that does not come back before anything is lost', async () => {
    const { output, sink } = open(['nothing']);
    output.write('a\n', 'log', true);
    await waitFor(() => events.length === 1);
    expect(events).to.deep.equal([{ kind: 'failing', reason: 'stalled' }]);
    sink.release();
    await waitFor(() => events.length === 2);
    expect(events[1]).to.include({ kind: 'recovered', lost: 0 });
  });

  it('reports a reader that takes nothing for long, though each write comes back', async () => {
    const { output, sink } = open(Array.from({ length: 150 }, () => ({ code: 'EAGAIN' })));
    output.write('a\n', 'log', true);
    await waitFor(() => sink.text === 'a\n');
    expect(events.map(({ kind }) => kind)).to.deep.equal(['failing', 'recovered']);
    expect(events[0]).to.include({ reason: 'stalled' });
  });

  it('at the end, waits for its budget and no longer, and says how many lines are lost', async () => {
    const { output } = open(['nothing']);
    for (let index = 0; index < 7; index += 1) output.write(line(index), 'log', index === 2);
    const begin = performance.now();
    expect(await output.end(50)).to.equal(7);
    expect(performance.now() - begin).to.be.within(40, 2000);
  });

  it('whatever happens, writes each line whole and in order, or counts it', async () => {
    const deed = fc.oneof(
      fc.constantFrom<Deed>('all', 'half'),
      fc.constantFrom('EAGAIN', 'ENOSPC', 'EPIPE').map((code): Deed => ({ code })),
    );
    const step = fc.oneof(
      fc.record({ lines: fc.integer({ min: 1, max: 200 }), isUrgent: fc.boolean() }),
      fc.record({ pause: fc.integer({ min: 0, max: 8 }) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { maxLength: 12 }),
        fc.array(step, { maxLength: 8 }),
        async (deeds, steps) => {
          const { output, sink } = open([...deeds]);
          let count = 0;
          for (const next of steps) {
            if ('pause' in next) await new Promise((resolve) => setTimeout(resolve, next.pause));
            else
              for (let index = 0; index < next.lines; index += 1, count += 1)
                output.write(line(count), 'log', next.isUrgent);
          }
          expect(await output.end(5000)).to.equal(0);
          const written = sink.text.split('\n').slice(0, -1);
          expect(written.length + output.countDropped('log')).to.equal(count);
          const numbers = written.map(Number);
          expect(numbers).to.deep.equal([...new Set(numbers)].sort((a, b) => a - b));
          expect(written.every((text) => text.length === 9)).to.equal(true);
        },
      ),
      { numRuns: 60 },
    );
  }).timeout(60_000);
});
