import { NOTES_SERVICES, type NotesService } from '../notes/notes-services.ts';
import type { ServiceId } from './sandbox-types.ts';

/** @throws Error for a service that Notes does not know */
export function findNotesService(id: ServiceId): NotesService {
  const service = NOTES_SERVICES.find((candidate) => candidate.id === id);
  if (service === undefined) throw new Error(`Notes knows no service ${id}`);
  return service;
}
