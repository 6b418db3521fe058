import { toDetails } from './meeting-changes.ts';
import type { BodyObject } from './notes-body.ts';
import type { MeetingCall, MeetingChanges, MeetingDetails, NotesService } from './notes-services.ts';
import type { Failure, MeetingResult, NotesStep, Result, StepNumber } from './outcome.ts';
import { buildMeetingUrl, isAuthFailure, parseMeeting } from './parse-meeting.ts';
import type { ProfileStore } from './profile-store.ts';
import type { TokenOperations } from './token-operations.ts';
import type { HttpResponse } from './transport.ts';
import type { Wire } from './wire.ts';

export interface MeetingOperations {
  createMeeting(details: MeetingDetails): Promise<MeetingResult>;
  updateMeeting(id: string, details: MeetingDetails): Promise<MeetingResult>;
  /**
   * Changes only what is named, which Notes itself never does.
   * @throws Error when the service needs more: see `listMissingChanges`
   */
  changeMeeting(id: string, changes: MeetingChanges): Promise<MeetingResult>;
  deleteMeeting(id: string): Promise<MeetingResult>;
}

export interface MeetingContext {
  readonly wire: Wire;
  readonly profile: ProfileStore;
  readonly service: NotesService;
  readonly apiBase: string;
  readonly getTokenUrl: string;
  readonly refreshProfile: TokenOperations['refreshProfile'];
}

interface Operation {
  readonly call: MeetingCall;
  /** The text of the step when the operation succeeds. */
  readonly did: string;
  readonly id?: string;
  readonly json?: BodyObject | undefined;
}

export function createMeetingOperations(context: MeetingContext): MeetingOperations {
  const { wire, profile, service } = context;
  const { create, update, delete: remove } = service.meetings;

  async function send({ call, id, json }: Operation, token: string): Promise<Result<HttpResponse>> {
    const url = buildMeetingUrl(context.apiBase, call, id ?? '');
    return wire.askMeetings({ method: call.method, url, token, ...(json && { json }) });
  }

  function conclude(
    asked: Result<HttpResponse>,
    operation: Operation,
    token: string,
    step: StepNumber,
    before: readonly NotesStep[],
  ): MeetingResult {
    const parsed = asked.ok ? parseMeeting(service, asked.value, token, operation.id) : asked;
    if (parsed.ok) {
      const steps = [...before, { step, ok: true, text: operation.did }];
      return { outcome: 'done', steps, meeting: parsed.value };
    }
    const steps = [...before, { step, ok: false, text: `The request to ${service.label} failed.` }];
    return { outcome: 'failed', steps, failure: parsed.failure };
  }

  function giveUp(failure: Failure, before: readonly NotesStep[]): MeetingResult {
    const { getTokenUrl } = context;
    return { outcome: 'token-dead', steps: [...before, NOT_REFRESHED, GET_NEW_TOKEN], failure, getTokenUrl };
  }

  /** `doMeetingRequest`: sends the token of the profile, and retries once with a new token if that is refused. */
  async function perform(operation: Operation): Promise<MeetingResult> {
    const { accessToken = '' } = await profile.load();
    const steps: NotesStep[] = [];
    if (accessToken.trim() !== '') {
      const asked = await send(operation, accessToken);
      if (!asked.ok || !isAuthFailure(asked.value))
        return conclude(asked, operation, accessToken, '4a', steps);
      steps.push({ step: '4a', ok: false, text: `${service.label} answered ${asked.value.status}.` });
    }
    const refreshed = await context.refreshProfile();
    if (!refreshed.ok) return giveUp(refreshed.failure, steps);
    const { accessToken: newToken } = refreshed.value;
    return conclude(await send(operation, newToken), operation, newToken, '4b', [...steps, REFRESHED]);
  }

  const createMeeting = (details: MeetingDetails) =>
    perform({ call: create, json: create.body?.(details), did: 'The meeting is created.' });

  const deleteMeeting = (id: string) => perform({ call: remove, id, did: 'The meeting is deleted.' });

  async function replaceMeeting(id: string, details: MeetingDetails): Promise<MeetingResult> {
    const removed = await deleteMeeting(id);
    if (removed.outcome !== 'done') return removed;
    const created = await createMeeting(details);
    return { ...created, steps: [...removed.steps, ...created.steps] };
  }

  async function updateMeeting(id: string, details: MeetingDetails): Promise<MeetingResult> {
    if (update === 'replace') return replaceMeeting(id, details);
    return perform({ call: update, id, json: update.body?.(details), did: UPDATED });
  }

  async function changeMeeting(id: string, changes: MeetingChanges): Promise<MeetingResult> {
    const details = toDetails(changes);
    if (details !== undefined) return updateMeeting(id, details);
    if (update === 'replace' || update.part === undefined)
      throw new Error(`${service.label} needs all details`);
    return perform({ call: update, id, json: update.part(changes), did: UPDATED });
  }

  return { createMeeting, updateMeeting, changeMeeting, deleteMeeting };
}

const UPDATED = 'The meeting is updated.';
const REFRESHED: NotesStep = {
  step: '4b',
  ok: true,
  text: 'The web application refreshed the token; both new tokens are in the profile.',
};
const NOT_REFRESHED: NotesStep = { step: '4b', ok: false, text: 'The token could not be refreshed.' };
const GET_NEW_TOKEN: NotesStep = { step: '4c', ok: false, text: 'Notes asks the user to get a new token.' };
