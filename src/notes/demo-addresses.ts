import type { NotesService } from './notes-services.ts';

/** Where `npm run demo` listens, unless its ports are in use or set otherwise. */
export const DEMO = { rootUrl: 'http://localhost:8878', sandboxUrl: 'http://127.0.0.1:8880' };

/** A profile of its own, so that a token of the demo never takes the place of a real one. */
export const DEMO_PROFILE = './.domi-notes-demo.json';

export const USUAL_PROFILE = './.domi-notes.json';

/** Base of the API of a meeting service that the sandbox plays: below its own folder, with the version of the real one. */
export function toSandboxApi(sandboxUrl: string, { id, meetings }: NotesService): string {
  return `${sandboxUrl}/${id}/api${new URL(meetings.base).pathname}`;
}
