import { type BodyObject, readString } from './notes-body.ts';

export interface MeetingDetails {
  readonly subject: string;
  readonly start: Date;
  readonly end: Date;
}

/** What somebody wants to be different about a meeting. */
export interface MeetingChanges {
  readonly subject?: string | undefined;
  readonly start?: Date | undefined;
  readonly minutes?: number | undefined;
}

export interface Meeting {
  readonly id: string;
  /** Absent after a deletion, and after an update that the service answers without content. */
  readonly joinUrl?: string;
}

/** One request of a meeting service's API; the path is appended to the base. */
export interface MeetingCall {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: (id: string) => string;
  readonly body?: (details: MeetingDetails) => BodyObject;
}

export interface UpdateCall extends MeetingCall {
  /** Body of a request that changes only these; absent where the service would lose the others. */
  readonly part?: (changes: MeetingChanges) => BodyObject;
}

/** A meeting service from the point of view of the Notes client. */
export interface NotesService {
  readonly id: string;
  readonly label: string;
  /** First part of the paths of the web application. */
  readonly startPath: string;
  readonly meetings: {
    readonly base: string;
    readonly create: MeetingCall;
    /** `replace`: Notes deletes the meeting and creates another one, with another id and link. */
    readonly update: UpdateCall | 'replace';
    readonly delete: MeetingCall;
    readonly read: (answer: BodyObject) => Partial<Meeting>;
  };
}

const zoomBody = ({ subject, start, end }: MeetingDetails) => ({
  topic: subject,
  type: 2,
  start_time: toUtc(start),
  duration: Math.round((end.getTime() - start.getTime()) / 60_000),
});

/** PATCH leaves alone what is not named. */
const zoomPart = ({ subject, start, minutes }: MeetingChanges) => ({
  ...(subject !== undefined && { topic: subject }),
  ...(start !== undefined && { start_time: toUtc(start) }),
  ...(minutes !== undefined && { duration: minutes }),
});

const webexBody = ({ subject, start, end }: MeetingDetails) => ({
  title: subject,
  start: toUtc(start),
  end: toUtc(end),
});

const gotoBody = ({ subject, start, end }: MeetingDetails) => ({
  subject,
  starttime: toUtc(start),
  endtime: toUtc(end),
  passwordrequired: false,
  conferencecallinfo: 'hybrid',
  timezonekey: '',
  meetingtype: 'scheduled',
});

/** The services of the LotusScript, with the requests that it sends. */
export const NOTES_SERVICES: readonly NotesService[] = [
  /** https://developers.zoom.us/docs/api/meetings/ */
  {
    id: 'zoom',
    label: 'Zoom',
    startPath: 'dominoZoom',
    meetings: {
      base: 'https://api.zoom.us/v2',
      create: { method: 'POST', path: () => '/users/me/meetings', body: zoomBody },
      update: { method: 'PATCH', path: (id) => `/meetings/${id}`, body: zoomBody, part: zoomPart },
      delete: { method: 'DELETE', path: (id) => `/meetings/${id}` },
      read: (answer) => readMeeting(answer, 'id', 'join_url'),
    },
  },
  /** https://learn.microsoft.com/graph/api/resources/onlinemeeting */
  {
    id: 'teams',
    label: 'Microsoft Teams',
    startPath: 'dominoTeams',
    meetings: {
      base: 'https://graph.microsoft.com/v1.0',
      create: {
        method: 'POST',
        path: () => '/me/onlineMeetings',
        // Notes writes the offset with a colon, as the samples of Graph do.
        body: ({ subject, start, end }) => ({
          subject,
          startDateTime: toUtc(start).replace('Z', '+00:00'),
          endDateTime: toUtc(end).replace('Z', '+00:00'),
        }),
      },
      // Graph has an update today; the LotusScript is older.
      update: 'replace',
      delete: { method: 'DELETE', path: (id) => `/me/onlineMeetings/${id}` },
      read: (answer) => readMeeting(answer, 'id', 'joinWebUrl'),
    },
  },
  /** https://developer.webex.com/docs/api/v1/meetings */
  {
    id: 'webex',
    label: 'Webex',
    startPath: 'dominoWebex',
    meetings: {
      base: 'https://webexapis.com/v1',
      create: { method: 'POST', path: () => '/meetings', body: webexBody },
      update: { method: 'PUT', path: (id) => `/meetings/${id}`, body: webexBody },
      delete: { method: 'DELETE', path: (id) => `/meetings/${id}` },
      read: (answer) => readMeeting(answer, 'id', 'webLink'),
    },
  },
  /** https://developer.goto.com/GoToMeetingV1 */
  {
    id: 'gotomeeting',
    label: 'GoToMeeting',
    startPath: 'dominoGTM',
    meetings: {
      base: 'https://api.getgo.com/G2M/rest',
      create: { method: 'POST', path: () => '/meetings', body: gotoBody },
      update: { method: 'PUT', path: (id) => `/meetings/${id}`, body: gotoBody },
      delete: { method: 'DELETE', path: (id) => `/meetings/${id}` },
      read: (answer) => readMeeting(answer, 'meetingid', 'joinURL'),
    },
  },
];

/** ISO 8601 in UTC, to the second. */
function toUtc(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

function readMeeting(answer: BodyObject, idName: string, linkName: string): Partial<Meeting> {
  // Zoom and GoToMeeting send numbers, the others strings.
  const id = typeof answer[idName] === 'number' ? String(answer[idName]) : readString(answer, idName);
  const joinUrl = readString(answer, linkName);
  return { ...(id !== undefined && { id }), ...(joinUrl !== undefined && { joinUrl }) };
}
