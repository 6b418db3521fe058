import type { BenchOptions } from './bench.ts';
import { type Measured, measureInTurn, type Target } from './stack/measure.ts';
import { askForRefresh, type Provider, type RefreshTargets, type Upstream } from './stack/refresh-targets.ts';
import { makeRefreshToken } from './stack/tokens.ts';
import { formatNumber, formatTable } from './table.ts';

export interface ShareOfLoad {
  readonly upstream: Upstream;
  /** Requests per second that the service has reached. */
  readonly greatest: number;
  readonly print: BenchOptions['print'];
}

/** As an operator would plan it. */
const SHARE = 0.6;

/**
 * As many as the service calls at once for one tenant: at 60 % of what it reached with them, some 150 are in use, and no
 * request waits for a connection.
 */
const CONNECTIONS = 256;
const ROUNDS = { rounds: 5, seconds: 2 };

/**
 * What each target adds to the provider's own time at 60 % of what the service reached: all at the same rate, and in turn with
 * the same requests sent straight to the provider, which show what its timers, the load generator and the machine add.
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
  print(`\nAt ${formatNumber(rate, 0)} requests/s, 60 % of what DOMI reached:\n`);
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
