import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly help: boolean;
  /** Goes the whole way by itself, in a browser without a window. */
  readonly walk: boolean;
  /** Only the meeting services, for a DOMI that the user starts. */
  readonly services: boolean;
}

export const DEMO_HELP = `npm run demo [-- OPTION]

Starts DOMI and a sandbox that plays four meeting services, on this machine only, with nothing configured. Prints
the address to open, then each step as it happens. Ctrl-C ends it.

Options:
  --walk       go the whole way by itself, for every service, in a browser without a window; print every step
  --services   start the meeting services alone, and one that is not built in: docs/add-a-provider.md, word by word
  --help       print this

Variables:
  PORT           of DOMI (8878)
  METRICSPORT    of its metrics (8879)
  SANDBOX_PORT   of the meeting services (8880)
  LOG_LEVEL      also shows the log from this level on (warn)

When a port is in use and its variable is not set, the demo takes a free one.
`;

/** @throws Error for an argument that does not exist, or that excludes another one */
export function parseDemoOptions(args: readonly string[]): DemoOptions {
  const values = parseFlags(args);
  if (values.walk && values.services) throw new Error('--walk needs DOMI, which --services leaves out');
  return values;
}

function parseFlags(args: readonly string[]): DemoOptions {
  const flag = { type: 'boolean', default: false } as const;
  const options = { help: { ...flag, short: 'h' }, walk: flag, services: flag } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reason}. For the options: npm run demo -- --help`);
  }
}
