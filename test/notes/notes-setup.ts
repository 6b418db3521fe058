import {
  createNotesClient,
  type NotesClient,
  type NotesClientOptions,
} from '../../src/notes/notes-client.ts';
import { NOTES_SERVICES, type NotesService } from '../../src/notes/notes-services.ts';
import { createMemoryProfileStore, type Profile, type ProfileStore } from '../../src/notes/profile-store.ts';
import { type Script, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

export const NOW = new Date('2027-03-01T08:00:00.000Z');
export const OLD_TOKENS: Profile = { accessToken: 'old-access', refreshToken: 'old-refresh' };
export const NEW_TOKENS = { access_token: 'new-access', refresh_token: 'new-refresh' };

export function getService(id: string): NotesService {
  const service = NOTES_SERVICES.find((candidate) => candidate.id === id);
  if (service === undefined) throw new Error(`no service ${id}`);
  return service;
}

export interface Setup {
  readonly server: ScriptedServer;
  readonly client: NotesClient;
  readonly profile: ProfileStore;
  readonly log: string[];
  /** The request lines that the server saw. */
  lines(): string[];
}

export interface SetupOptions extends Partial<Pick<NotesClientOptions, 'send'>> {
  readonly service?: string;
  readonly initial?: Profile;
  /** Glued to the address of the server. */
  readonly root?: string;
}

/** A Notes client whose web application and meeting service are one scripted server. */
export async function setUp(script: Script, options: SetupOptions = {}): Promise<Setup> {
  const server = await startScriptedServer(script);
  const profile = createMemoryProfileStore(options.initial ?? OLD_TOKENS);
  const log: string[] = [];
  const client = createNotesClient({
    rootUrl: server.url + (options.root ?? ''),
    service: getService(options.service ?? 'zoom'),
    apiBase: `${server.url}/api`,
    profile,
    now: () => NOW,
    log: (line) => log.push(line),
    ...(options.send && { send: options.send }),
  });
  return { server, client, profile, log, lines: () => server.seen.map(({ line }) => line) };
}
