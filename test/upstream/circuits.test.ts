import { expect } from 'chai';
import fc from 'fast-check';
import type { DomiError } from '../../src/oauth/errors.ts';
import type { CircuitEvent } from '../../src/observability/events.ts';
import { type AttemptResult, createCircuits } from '../../src/upstream/circuits.ts';

const FAILURES = 6;
const OPEN_MS = 1000;

type Outcome = AttemptResult | 'refused';

/** Circuits with a clock of their own, one endpoint, and calls that end at once or later. */
function createWorld() {
  let now = 0;
  let last: Pick<CircuitEvent, 'state' | 'refusesUntil'> = { state: 'closed', refusesUntil: 0 };
  const circuits = createCircuits(
    { failures: FAILURES, openMs: OPEN_MS },
    () => now,
    (event) => {
      last = event;
    },
  );
  const begin = (network: string, token: string) =>
    circuits.begin({
      endpoint: 'acme /token',
      tenantId: 'acme',
      providerId: 'zoom',
      clientNetwork: network,
      presented: token,
    });
  return {
    begin,
    end: circuits.end,
    wait: (milliseconds: number): void => {
      now += milliseconds;
    },
    getShown: () => last.state,
    /** Whether the gauge says open now. */
    isShownOpen: () => last.state === 'open' && now < last.refusesUntil,
    call(network: string, token: string, result: AttemptResult): Outcome {
      try {
        circuits.end(begin(network, token), result);
        return result;
      } catch (error) {
        expect((error as DomiError).code).to.equal('temporarily_unavailable');
        return 'refused';
      }
    },
  };
}

const result = fc.constantFrom<AttemptResult>('answered', 'failed', 'unreachable');
const network = fc.integer({ min: 1, max: 5 }).map((number) => `192.0.2.${number}`);
const token = fc.integer({ min: 1, max: 40 }).map((number) => `token ${number}`);
/** A call, or a pause. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ network, token, result }) },
  { weight: 1, arbitrary: fc.record({ pause: fc.integer({ min: 1, max: 2 * OPEN_MS }) }) },
);
const history = fc.array(step, { maxLength: 120 });

describe('the circuits of an endpoint, whatever happens', () => {
  it('one client whose tokens fail keeps nobody else out', () => {
    const poison = fc.array(token, { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(fc.tuple(poison, network), { maxLength: 10 }), (rounds) => {
        const world = createWorld();
        for (const [tokens, other] of rounds) {
          for (const broken of tokens) world.call('198.51.100.1', broken, 'failed');
          expect(world.call(other, 'good', 'answered')).to.equal('answered');
        }
      }),
    );
  });

  it('two clients whose tokens fail keep nobody else out either', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), token), { maxLength: 80 }), (calls) => {
        const world = createWorld();
        for (const [isFirst, broken] of calls)
          world.call(isFirst ? '198.51.100.1' : '198.51.100.2', broken, 'failed');
        expect(world.call('192.0.2.1', 'good', 'answered')).to.equal('answered');
      }),
    );
  });

  it('without a connection, the circuit opens after the same number of calls, whoever asks', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(network, token), { minLength: 2 * FAILURES, maxLength: 40 }), (calls) => {
        const world = createWorld();
        const outcomes = calls.map(([client, presented]) => world.call(client, presented, 'unreachable'));
        expect(outcomes.slice(0, FAILURES)).to.deep.equal(Array(FAILURES).fill('unreachable'));
        expect(new Set(outcomes.slice(FAILURES))).to.deep.equal(new Set(['refused']));
      }),
    );
  });

  it('an outage that many clients see: few calls reach the endpoint, and few again after each pause', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(), { minLength: 50, maxLength: 100 }), (clients) => {
        const world = createWorld();
        const ask = (client: number, index: number): Outcome =>
          world.call(`192.0.2.${client}`, `token ${index}`, 'failed');
        clients.forEach(ask);
        for (let pause = 0; pause < 3; pause += 1) {
          world.wait(OPEN_MS);
          const reached = clients.map(ask).filter((outcome) => outcome === 'failed');
          expect(reached).to.have.length(3);
        }
      }),
    );
  });

  it('when the endpoint is back, every client gets through after one pause, and the gauge says closed', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const world = createWorld();
        for (const part of steps) {
          if ('pause' in part) world.wait(part.pause);
          else world.call(part.network, part.token, part.result);
        }
        world.wait(OPEN_MS);
        for (let client = 1; client <= 5; client += 1) {
          expect(world.call(`192.0.2.${client}`, 'good', 'answered')).to.equal('answered');
        }
        expect(world.getShown()).to.equal('closed');
      }),
    );
  });

  it('after one pause the gauge does not say open, even if nobody calls: time alone ends that', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const world = createWorld();
        for (const part of steps) {
          if ('pause' in part) world.wait(part.pause);
          else world.call(part.network, part.token, part.result);
        }
        world.wait(OPEN_MS);
        expect(world.isShownOpen()).to.equal(false);
      }),
    );
  });

  it('calls that end in another order than they began leave no circuit stuck', () => {
    const open = fc.array(fc.record({ network, token, result, at: fc.nat() }), { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(open, { maxLength: 5 }), (waves) => {
        const world = createWorld();
        for (const wave of waves) {
          const ends: (() => void)[] = [];
          for (const part of wave) {
            try {
              const attempt = world.begin(part.network, part.token);
              ends.splice(part.at % (ends.length + 1), 0, () => world.end(attempt, part.result));
            } catch {
              // Refused: nothing has begun.
            }
          }
          for (const end of ends) end();
          world.wait(OPEN_MS / 2);
        }
        world.wait(OPEN_MS);
        for (let client = 1; client <= 5; client += 1) {
          expect(world.call(`192.0.2.${client}`, 'good', 'answered')).to.equal('answered');
        }
        expect(world.getShown()).to.equal('closed');
      }),
    );
  });
});
