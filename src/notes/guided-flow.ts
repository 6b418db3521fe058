import type { NotesClient } from './notes-client.ts';
import type { NotesService } from './notes-services.ts';
import { planMeeting } from './plan-meeting.ts';
import { renderFirstStep, renderMeetingResult, renderTokenResult } from './result-text.ts';

export interface GuidedFlow {
  readonly client: NotesClient;
  readonly service: NotesService;
  readonly print: (text: string) => void;
  readonly askToken: () => Promise<string | undefined>;
  readonly now: () => Date;
}

/** Runs every step of the process flow. Deletes the meeting even if it could not be changed. */
export async function runGuidedFlow(flow: GuidedFlow): Promise<boolean> {
  const { client, print } = flow;
  print(renderFirstStep(flow.service, client.getTokenUrl()));
  print('[2]   Copy the token that the page shows and paste it here.\n');
  const token = await flow.askToken();
  if (token === undefined) {
    print('There was no token on standard input.\n');
    return false;
  }

  const pasted = await client.paste(token);
  print(renderTokenResult(pasted));
  if (pasted.outcome !== 'done') return false;

  const details = planMeeting({ subject: 'Check of DOMI', minutes: 30 }, flow.now());
  const created = await client.createMeeting(details);
  print(renderMeetingResult(created));
  if (created.outcome !== 'done') return false;

  const updated = await client.updateMeeting(created.meeting.id, {
    ...details,
    subject: 'Check of DOMI, changed',
  });
  print(renderMeetingResult(updated));
  const isUpdated = updated.outcome === 'done';

  // The id of the update, which may have replaced the meeting.
  const deleted = await client.deleteMeeting(isUpdated ? updated.meeting.id : created.meeting.id);
  print(renderMeetingResult(deleted));
  return isUpdated && deleted.outcome === 'done';
}
