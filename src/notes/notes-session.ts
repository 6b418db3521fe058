import type { OutboundProxies } from '../networks/outbound-proxies.ts';
import { type CommonOptions, findApiBase, type WireOptions } from './command-options.ts';
import { createFileProfileStore } from './file-profile-store.ts';
import { createNotesClient, type NotesClient } from './notes-client.ts';
import type { MeetingResult, TokenResult } from './outcome.ts';
import type { ProfileStore } from './profile-store.ts';
import { type LineInput, readLine } from './read-line.ts';
import { renderMeetingResult, renderTokenResult } from './result-text.ts';
import { createTransport } from './transport.ts';

export interface TextSink {
  write(text: string): unknown;
}

export interface NotesCommandIo {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly stdin: LineInput;
  readonly now: () => Date;
  /** Called once, before a subcommand runs. Throws for what cannot be read. */
  readonly readProxies?: () => OutboundProxies;
  /** 1 for an action that failed. Usage errors exit through commander, with 2. */
  readonly setExitCode: (code: number) => void;
  readonly openProfile?: (path: string, serviceId: string) => ProfileStore;
}

/** One run of the command: what its actions share. */
export interface NotesSession {
  print(text: string): void;
  now(): Date;
  /** Reads the proxies that `connect` uses. Throws for what cannot be read. */
  readProxies(): void;
  openProfile(options: CommonOptions): ProfileStore;
  connect(options: WireOptions): NotesClient;
  /** @returns the first line of the standard input; undefined when there is none */
  askToken(): Promise<string | undefined>;
  /** Runs an action; one that throws, or is not successful, sets the exit code. */
  attempt(run: () => Promise<boolean>): Promise<void>;
  /** Runs an action and prints what came of it. */
  attemptTokens(run: () => Promise<TokenResult>): Promise<void>;
  attemptMeeting(run: () => Promise<MeetingResult>): Promise<void>;
}

export function createNotesSession(io: NotesCommandIo): NotesSession {
  const { openProfile = createFileProfileStore } = io;
  let proxies: OutboundProxies | undefined;

  const print = (text: string): void => void io.stdout.write(text);
  const open = ({ profile, service }: CommonOptions): ProfileStore => openProfile(profile, service.id);

  /** Only the profile file can throw: failures of requests are values. */
  async function attempt(run: () => Promise<boolean>): Promise<void> {
    try {
      if (!(await run())) io.setExitCode(1);
    } catch (error) {
      io.stderr.write(`error: ${error instanceof Error ? error.message : 'unknown error'}\n`);
      io.setExitCode(1);
    }
  }

  return {
    print,
    now: io.now,
    readProxies() {
      proxies = io.readProxies?.();
    },
    openProfile: open,
    connect: (options) =>
      createNotesClient({
        rootUrl: options.root,
        service: options.service,
        profile: open(options),
        now: io.now,
        send: createTransport({ proxies }),
        apiBase: findApiBase(options),
        ...(options.verbose && { log: (line: string) => io.stderr.write(`${line}\n`) }),
      }),
    askToken() {
      if (io.stdin.isTTY === true) io.stderr.write('Paste the token (it stays invisible) and press Enter.\n');
      return readLine(io.stdin);
    },
    attempt,
    attemptTokens: (run) =>
      attempt(async () => {
        const result = await run();
        print(renderTokenResult(result));
        return result.outcome === 'done';
      }),
    attemptMeeting: (run) =>
      attempt(async () => {
        const result = await run();
        print(renderMeetingResult(result));
        return result.outcome === 'done';
      }),
  };
}
