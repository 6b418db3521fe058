import type { BodyObject } from './notes-body.ts';
import type { Meeting } from './notes-services.ts';

/** The numbers of the detailed process flow; it has none for revoking. */
export type StepNumber = '1' | '2' | '3' | '4a' | '4b' | '4c' | 'revoke';

/** One thing that Notes did. */
export interface NotesStep {
  readonly step: StepNumber;
  readonly ok: boolean;
  readonly text: string;
}

export type FailureReason =
  /** The profile holds no refresh token. */
  | 'no-token'
  /** No connection, no response in time, or a token that cannot be sent. */
  | 'no-answer'
  | 'empty'
  | 'html'
  | 'not-json'
  /** JSON that lacks one token or both. */
  | 'no-tokens'
  /** Refused by its status, or by an `error` member. */
  | 'refused'
  /** JSON of the meeting service without an id or a link to join. */
  | 'no-meeting';

export interface Failure {
  readonly reason: FailureReason;
  readonly detail: string;
  /** What the person at the command line can do about it; when the service answers JSON, `action` says it. */
  readonly cure?: string;
  readonly status?: number;
  /** The flat members of the service's JSON, when they are strings. */
  readonly error?: string;
  readonly error_description?: string;
  readonly action?: string;
  readonly request_id?: string;
  /** The whole JSON, with masked tokens. */
  readonly answer?: BodyObject;
  /** The beginning of a body that is not JSON. */
  readonly excerpt?: string;
}

/** The requested value, or why there is none. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export interface FailedResult {
  readonly outcome: 'failed';
  readonly steps: readonly NotesStep[];
  readonly failure: Failure;
}

/** Result of paste, validate and revoke; the tokens themselves are only in the profile. */
export type TokenResult =
  | { readonly outcome: 'done'; readonly steps: readonly NotesStep[]; readonly answer: BodyObject }
  | FailedResult;

export type MeetingResult =
  | { readonly outcome: 'done'; readonly steps: readonly NotesStep[]; readonly meeting: Meeting }
  /** Step 4c: Notes asks the user to get a new token, starting at this address. */
  | {
      readonly outcome: 'token-dead';
      readonly steps: readonly NotesStep[];
      readonly failure: Failure;
      readonly getTokenUrl: string;
    }
  | FailedResult;
