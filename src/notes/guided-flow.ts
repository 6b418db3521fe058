import type { NotesClient } from './notes-client.ts';
import { renderMeetingResult, renderTokenResult } from './result-text.ts';

export interface GuidedFlow {
  readonly client: NotesClient;
  readonly serviceLabel: string;
  readonly print: (text: string) => void;
  readonly askToken: () => Promise<string | undefined>;
  readonly now: () => Date;
}

const HOUR_MS = 3_600_000;

/** Runs every step of the process flow. Deletes the meeting even if it could not be changed. */
export async function runGuidedFlow(flow: GuidedFlow): Promise<boolean> {
  const { client, print } = flow;
  print(`[1]   Open this address and sign in to ${flow.serviceLabel}:\n      ${client.getTokenUrl()}\n`);
  print('[2]   Copy the token that the page shows and paste it here.\n');
  const token = await flow.askToken();
  if (token === undefined) {
    print('There was no token on standard input.\n');
    return false;
  }

  const pasted = await client.paste(token);
  print(renderTokenResult(pasted));
  if (pasted.outcome !== 'done') return false;

  const start = new Date(flow.now().getTime() + HOUR_MS);
  const end = new Date(start.getTime() + HOUR_MS / 2);
  const created = await client.createMeeting({ subject: 'Check of DOMI', start, end });
  print(renderMeetingResult(created));
  if (created.outcome !== 'done') return false;

  const updated = await client.updateMeeting(created.meeting.id, {
    subject: 'Check of DOMI, changed',
    start,
    end,
  });
  print(renderMeetingResult(updated));
  const isUpdated = updated.outcome === 'done';

  // The id of the update, which may have replaced the meeting.
  const deleted = await client.deleteMeeting(isUpdated ? updated.meeting.id : created.meeting.id);
  print(renderMeetingResult(deleted));
  return isUpdated && deleted.outcome === 'done';
}
