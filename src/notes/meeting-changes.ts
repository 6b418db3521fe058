import type { MeetingChanges, MeetingDetails, NotesService } from './notes-services.ts';

/** @returns all details of the meeting, if the changes name them all */
export function toDetails({ subject, start, minutes }: MeetingChanges): MeetingDetails | undefined {
  if (subject === undefined || start === undefined || minutes === undefined) return undefined;
  return { subject, start, end: new Date(start.getTime() + minutes * 60_000) };
}

/** @returns the options that are missing: most services take all details of a meeting or none, and would lose the others */
export function listMissingChanges(
  { meetings: { update } }: NotesService,
  changes: MeetingChanges,
): string[] {
  const missing = (['subject', 'start', 'minutes'] as const).filter((name) => changes[name] === undefined);
  const takesParts = update !== 'replace' && update.part !== undefined;
  return takesParts && missing.length < 3 ? [] : missing.map((name) => `--${name}`);
}
