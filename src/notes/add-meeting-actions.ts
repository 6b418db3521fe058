import type { Command } from 'commander';
import {
  addCreateOptions,
  addUpdateOptions,
  addWireOptions,
  type CreateOptions,
  type NotesCommand,
  type UpdateOptions,
  type WireOptions,
} from './command-options.ts';
import { listMissingChanges } from './meeting-changes.ts';
import type { NotesSession } from './notes-session.ts';
import { planMeeting } from './plan-meeting.ts';

/** Adds the actions of step 4. */
export function addMeetingActions(notes: NotesCommand, session: NotesSession): void {
  const { connect, attemptMeeting } = session;

  addCreateOptions(notes.command('create'))
    .description('step 4: create a meeting')
    .action((options: CreateOptions) =>
      attemptMeeting(() => connect(options).createMeeting(planMeeting(options, session.now()))),
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
      return attemptMeeting(() => connect(options).changeMeeting(id, options));
    });

  addWireOptions(notes.command('delete'))
    .description('delete a meeting')
    .argument('<id>', 'id of the meeting')
    .action((id: string, options: WireOptions) => attemptMeeting(() => connect(options).deleteMeeting(id)));
}
