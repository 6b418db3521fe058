import type { Command } from 'commander';
import {
  addCommonOptions,
  addWireOptions,
  type CommonOptions,
  type NotesCommand,
  type WireOptions,
} from './command-options.ts';
import type { NotesSession } from './notes-session.ts';
import { renderFirstStep, renderProfile } from './result-text.ts';

/** Adds the actions of steps 1 to 3, and those about the token alone. */
export function addTokenActions(notes: NotesCommand, session: NotesSession): void {
  const { print, connect, attemptTokens } = session;

  addWireOptions(notes.command('get-token'))
    .description('step 1: print the address that Notes opens in the browser')
    .action((options: WireOptions) => {
      print(renderFirstStep(options.service, connect(options).getTokenUrl()));
      print('[2]   Copy the token that the page shows, then run domi notes paste with the same options.\n');
    });

  addWireOptions(notes.command('paste'))
    .description('steps 2 and 3: save a refresh token and validate it at once')
    .argument(
      '[token]',
      'the token; omit it or use - to read it from standard input, which keeps it out of the shell history',
    )
    .action(async (token: string | undefined, options: WireOptions, command: Command) => {
      const value = token === undefined || token === '-' ? await session.askToken() : token;
      if (value === undefined) command.error('error: there is no token on standard input');
      await attemptTokens(() => connect(options).paste(value));
    });

  addWireOptions(notes.command('validate'))
    .description('step 3: refresh the token of the profile')
    .action((options: WireOptions) => attemptTokens(() => connect(options).validate()));

  addWireOptions(notes.command('revoke'))
    .description('revoke the token and empty the profile')
    .action((options: WireOptions) => attemptTokens(() => connect(options).revoke()));

  addCommonOptions(notes.command('status'))
    .description('show the profile; of tokens only their length and beginning')
    .action((options: CommonOptions) =>
      session.attempt(async () => {
        print(renderProfile(await session.openProfile(options).load()));
        return true;
      }),
    );
}
