import { parseArgs } from 'node:util';
import { formatReport } from './report.ts';
import { runSoak } from './run-soak.ts';

const HELP = `npm run soak [-- --minutes N] [--seed N]

Mixed traffic against two replicas of the built service, one store and one provider, while the provider fails, the
store changes its roles, files change, keys and secrets are rotated, and nobody reads the log. Ends with 1 when a promise
of the table at the end was broken, or when the soak could not go on.

  --minutes N  length of the traffic with faults, 10 by default; about half a minute is added.
               Ctrl+C ends the traffic early, and everything is checked
  --seed N     repeats the choices of another run; what comes at which moment still differs
  --help       this text`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Math.floor(performance.timeOrigin) % 1_000_000) },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];

if (values.help) {
  console.log(HELP);
} else if (!(minutes >= 1 && minutes <= 1440) || !Number.isInteger(seed)) {
  console.error(`--minutes is a number from 1 to 1440, and --seed a whole number\n\n${HELP}`);
  process.exitCode = 2;
} else {
  console.log(`${minutes} minutes, seed ${seed}`);
  const leaving = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      console.log(
        `${signal}: no more faults; what has happened is checked. A second ${signal} ends it at once`,
      );
      leaving.abort();
    });
  }
  const print = (line: string): void => console.log(line);
  const result = await runSoak({ minutes, seed, print, signal: leaving.signal });
  console.log(`\n${formatReport(result)}`);
  const { tally, cutShortBy } = result;
  if (cutShortBy !== undefined) console.log(`\nCut short: ${cutShortBy}`);
  // Clients of a soak that was cut short would go on.
  process.exit(tally.breaches.size > 0 || cutShortBy !== undefined ? 1 : 0);
}
