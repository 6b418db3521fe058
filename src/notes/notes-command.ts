import type { Command } from 'commander';
import type { OutboundProxies } from '../networks/outbound-proxies.ts';
import {
  addCommonOptions,
  addCreateOptions,
  addUpdateOptions,
  addWireOptions,
  type CommonOptions,
  type CreateOptions,
  findApiBase,
  NotesCommand,
  type UpdateOptions,
  type WireOptions,
} from './command-options.ts';
import { createFileProfileStore } from './file-profile-store.ts';
import { runGuidedFlow } from './guided-flow.ts';
import { listMissingChanges } from './meeting-changes.ts';
import { createNotesClient, type NotesClient } from './notes-client.ts';
import type { MeetingDetails } from './notes-services.ts';
import type { MeetingResult, TokenResult } from './outcome.ts';
import type { ProfileStore } from './profile-store.ts';
import { type LineInput, readLine } from './read-line.ts';
import { renderMeetingResult, renderProfile, renderTokenResult } from './result-text.ts';
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

const HOUR_MS = 3_600_000;

const EXAMPLES = `
Examples:
  domi notes flow --demo
  domi notes flow --root https://domi.example.com --service zoom
  domi notes paste --root https://domi.example.com --service zoom < token.txt
  domi notes create --root https://domi.example.com --service zoom --subject Review --start 2027-03-01T09:00:00Z

Exit codes: 0 done, 1 failed, 2 the command line is wrong.
`;

/** `domi notes`: the part of a Notes client that calls DOMI, for an administrator without a Notes client. */
export function createNotesCommand(io: NotesCommandIo): Command {
  const { openProfile = createFileProfileStore } = io;
  const print = (text: string) => io.stdout.write(text);

  const notes = new NotesCommand('notes')
    .description('act as the Notes client, to check a deployment')
    .configureOutput({ writeOut: print, writeErr: (text) => io.stderr.write(text) })
    .addHelpText('after', EXAMPLES);

  let proxies: OutboundProxies | undefined;
  notes.hook('preAction', () => {
    proxies = io.readProxies?.();
  });

  const open = ({ profile, service }: CommonOptions) => openProfile(profile, service.id);

  const connect = (options: WireOptions): NotesClient =>
    createNotesClient({
      rootUrl: options.root,
      service: options.service,
      profile: open(options),
      now: io.now,
      send: createTransport({ proxies }),
      apiBase: findApiBase(options),
      ...(options.verbose && { log: (line: string) => io.stderr.write(`${line}\n`) }),
    });

  function askToken(): Promise<string | undefined> {
    if (io.stdin.isTTY === true) io.stderr.write('Paste the token (it stays invisible) and press Enter.\n');
    return readLine(io.stdin);
  }

  /** Only the profile file can throw: failures of requests are values. */
  async function attempt(run: () => Promise<boolean>): Promise<void> {
    try {
      if (!(await run())) io.setExitCode(1);
    } catch (error) {
      io.stderr.write(`error: ${error instanceof Error ? error.message : 'unknown error'}\n`);
      io.setExitCode(1);
    }
  }

  async function showTokenResult(operation: Promise<TokenResult>): Promise<boolean> {
    const result = await operation;
    print(renderTokenResult(result));
    return result.outcome === 'done';
  }

  async function showMeetingResult(operation: Promise<MeetingResult>): Promise<boolean> {
    const result = await operation;
    print(renderMeetingResult(result));
    return result.outcome === 'done';
  }

  addWireOptions(notes.command('get-token'))
    .description('step 1: print the address that Notes opens in the browser')
    .action((options: WireOptions) => {
      print(`[1]   Open this address and sign in to ${options.service.label}:\n`);
      print(`      ${connect(options).getTokenUrl()}\n`);
      print('[2]   Copy the token that the page shows, then run domi notes paste with the same options.\n');
    });

  addWireOptions(notes.command('paste'))
    .description('steps 2 and 3: save a refresh token and validate it at once')
    .argument(
      '[token]',
      'the token; omit it or use - to read it from standard input, which keeps it out of the shell history',
    )
    .action(async (token: string | undefined, options: WireOptions, command: Command) => {
      const value = token === undefined || token === '-' ? await askToken() : token;
      if (value === undefined) command.error('error: there is no token on standard input');
      await attempt(() => showTokenResult(connect(options).paste(value)));
    });

  addWireOptions(notes.command('validate'))
    .description('step 3: refresh the token of the profile')
    .action((options: WireOptions) => attempt(() => showTokenResult(connect(options).validate())));

  addCreateOptions(notes.command('create'))
    .description('step 4: create a meeting')
    .action((options: CreateOptions) =>
      attempt(() => showMeetingResult(connect(options).createMeeting(toNewMeeting(options, io.now())))),
    );

  addUpdateOptions(notes.command('update'))
    .description('change what is given of a meeting')
    .argument('<id>', 'id of the meeting')
    .action((id: string, options: UpdateOptions, command: Command) => {
      const missing = listMissingChanges(options.service, options);
      if (missing.length === 3) command.error('error: nothing to change is given');
      if (missing.length > 0)
        command.error(
          `error: ${options.service.label} replaces the whole meeting: give ${missing.join(' and ')} too`,
        );
      return attempt(() => showMeetingResult(connect(options).changeMeeting(id, options)));
    });

  addWireOptions(notes.command('delete'))
    .description('delete a meeting')
    .argument('<id>', 'id of the meeting')
    .action((id: string, options: WireOptions) =>
      attempt(() => showMeetingResult(connect(options).deleteMeeting(id))),
    );

  addWireOptions(notes.command('revoke'))
    .description('revoke the token and empty the profile')
    .action((options: WireOptions) => attempt(() => showTokenResult(connect(options).revoke())));

  addCommonOptions(notes.command('status'))
    .description('show the profile; of tokens only their length and beginning')
    .action((options: CommonOptions) =>
      attempt(async () => {
        print(renderProfile(await open(options).load()));
        return true;
      }),
    );

  addWireOptions(notes.command('flow'))
    .description('all steps, one after the other, with a meeting that is created, changed and deleted')
    .action((options: WireOptions) =>
      attempt(() =>
        runGuidedFlow({
          client: connect(options),
          serviceLabel: options.service.label,
          print,
          askToken,
          now: io.now,
        }),
      ),
    );

  return notes;
}

function toNewMeeting({ subject, start, minutes }: CreateOptions, now: Date): MeetingDetails {
  const begin = start ?? new Date(now.getTime() + HOUR_MS);
  return { subject, start: begin, end: new Date(begin.getTime() + minutes * 60_000) };
}
