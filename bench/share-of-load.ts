import type { BenchOptions } from './bench.ts';
import { type Measured, measureInTurn, type Target } from './stack/measure.ts';
import { askForRefresh, type Provider, type RefreshTargets, type Upstream } from './stack/refresh-targets.ts';
import { makeRefreshToken } from './stack/tokens.ts';
import { formatNumber, formatTable } from './table.ts';

export interface ShareOfLoad {
  readonly upstream: Upstream;
  /** Maximum of requests per second that the service reached. */
  readonly greatest: number;
  readonly print: BenchOptions['print'];
}

/** The load that an operator would plan for. */
const SHARE = 0.6;

/**
 * As many as the service uses for one tenant: at 60 % of its maximum some 150 are in use, and no request waits for a
 * connection.
 */
const CONNECTIONS = 256;
const ROUNDS = { rounds: 5, seconds: 2 };

/**
 * Measures what each target adds to the provider's own time at 60 % of the maximum of the service. All get the same rate,
 * in turn with the same requests sent straight to the provider: those show what timers, load generator and machine add.
 */
export async function measureAtShare(
  { all }: RefreshTargets,
  provider: Provider,
  { upstream: { bytes }, greatest, print }: ShareOfLoad,
): Promise<void> {
  const alone: Target = {
    name: 'provider alone',
    server: provider,
    request: () => ({ method: 'POST', path: '/token', headers: {}, body: makeRefreshToken(bytes) }),
  };
  const rate = greatest * SHARE;
  const options = { request: askForRefresh(bytes), connections: CONNECTIONS, rate, ...ROUNDS };
  const [base, ...measured] = await measureInTurn([alone, ...all], options);
  if (base === undefined) return;
  print(`\nAt ${formatNumber(rate, 0)} requests/s, 60 % of the maximum of DOMI:\n`);
  print(
    formatTable(
      HEADS,
      [base, ...measured].map((one) => formatRow(one, base)),
    ),
  );
}

const HEADS = ['target', 'p50, ms', 'p99, ms', 'p50 added, ms', 'p99 added, ms'];

function formatRow(one: Measured, base: Measured): string[] {
  const added =
    one === base ? ['', ''] : [one.p50 - base.p50, one.p99 - base.p99].map((ms) => formatNumber(ms, 2));
  return [one.name, formatNumber(one.p50, 2), formatNumber(one.p99, 2), ...added];
}
