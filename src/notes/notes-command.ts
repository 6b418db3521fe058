import type { Command } from 'commander';
import { addMeetingActions } from './add-meeting-actions.ts';
import { addTokenActions } from './add-token-actions.ts';
import { addWireOptions, NotesCommand, type WireOptions } from './command-options.ts';
import { runGuidedFlow } from './guided-flow.ts';
import { createNotesSession, type NotesCommandIo } from './notes-session.ts';

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
  const session = createNotesSession(io);
  const notes = new NotesCommand('notes')
    .description('act as the Notes client, to check a deployment')
    .configureOutput({ writeOut: session.print, writeErr: (text) => io.stderr.write(text) })
    .addHelpText('after', EXAMPLES);
  notes.hook('preAction', session.readProxies);

  addTokenActions(notes, session);
  addMeetingActions(notes, session);

  addWireOptions(notes.command('flow'))
    .description('all steps, one after the other, with a meeting that is created, changed and deleted')
    .action((options: WireOptions) =>
      session.attempt(() =>
        runGuidedFlow({
          client: session.connect(options),
          service: options.service,
          print: session.print,
          askToken: session.askToken,
          now: session.now,
        }),
      ),
    );

  return notes;
}
