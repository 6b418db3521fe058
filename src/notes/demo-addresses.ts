import type { NotesService } from './notes-services.ts';

/** Where `npm run demo` listens, unless its ports are in use or set otherwise. */
export const DEMO = { rootUrl: 'http://localhost:8878', sandboxUrl: 'http://127.0.0.1:8880' };

/** Base of the API of a meeting service that the sandbox plays: below its own folder, with the version of the real one. */
export function toSandboxApi(sandboxUrl: string, { id, meetings }: NotesService): string {
  return `${sandboxUrl}/${id}/api${new URL(meetings.base).pathname}`;
}
