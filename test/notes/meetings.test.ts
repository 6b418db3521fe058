import { expect } from 'chai';
import type { MeetingResult } from '../../src/notes/outcome.ts';
import { getService, NEW_TOKENS, type Setup, type SetupOptions, setUp } from './notes-setup.ts';
import type { Script } from './scripted-server.ts';

const DETAILS = {
  subject: 'Review',
  start: new Date('2027-03-01T09:00:00.000Z'),
  end: new Date('2027-03-01T09:45:00.000Z'),
};
const CREATE = 'POST /api/users/me/meetings';
const REFRESH = 'GET /dominoZoomRefresh';
const CREATED = { status: 201, body: { id: 123, join_url: 'https://zoom.example/j/123' } };

const zoomBody = { topic: 'Review', type: 2, start_time: '2027-03-01T09:00:00Z', duration: 45 };
const teamsBody = {
  subject: 'Review',
  startDateTime: '2027-03-01T09:00:00+00:00',
  endDateTime: '2027-03-01T09:45:00+00:00',
};
const webexBody = { title: 'Review', start: '2027-03-01T09:00:00Z', end: '2027-03-01T09:45:00Z' };
const gotoBody = {
  subject: 'Review',
  starttime: '2027-03-01T09:00:00Z',
  endtime: '2027-03-01T09:45:00Z',
  passwordrequired: false,
  conferencecallinfo: 'hybrid',
  timezonekey: '',
  meetingtype: 'scheduled',
};

const SERVICES = [
  {
    id: 'zoom',
    base: 'https://api.zoom.us/v2',
    create: [CREATE, zoomBody, CREATED],
    update: [['PATCH /api/meetings/123', zoomBody, { status: 204 }]],
    meeting: { id: '123', joinUrl: 'https://zoom.example/j/123' },
    updated: { id: '123' },
    remove: 'DELETE /api/meetings/123',
  },
  {
    id: 'teams',
    base: 'https://graph.microsoft.com/v1.0',
    create: [
      'POST /api/me/onlineMeetings',
      teamsBody,
      { status: 201, body: { id: 'a/b=', joinWebUrl: 'https://teams.example/1' } },
    ],
    update: [
      ['DELETE /api/me/onlineMeetings/a%2Fb%3D', undefined, { status: 204 }],
      [
        'POST /api/me/onlineMeetings',
        teamsBody,
        { status: 201, body: { id: 'c', joinWebUrl: 'https://teams.example/2' } },
      ],
    ],
    meeting: { id: 'a/b=', joinUrl: 'https://teams.example/1' },
    updated: { id: 'c', joinUrl: 'https://teams.example/2' },
    remove: 'DELETE /api/me/onlineMeetings/a%2Fb%3D',
  },
  {
    id: 'webex',
    base: 'https://webexapis.com/v1',
    create: ['POST /api/meetings', webexBody, { body: { id: 'w1', webLink: 'https://webex.example/1' } }],
    update: [
      ['PUT /api/meetings/w1', webexBody, { body: { id: 'w1', webLink: 'https://webex.example/1b' } }],
    ],
    meeting: { id: 'w1', joinUrl: 'https://webex.example/1' },
    updated: { id: 'w1', joinUrl: 'https://webex.example/1b' },
    remove: 'DELETE /api/meetings/w1',
  },
  {
    id: 'gotomeeting',
    base: 'https://api.getgo.com/G2M/rest',
    create: [
      'POST /api/meetings',
      gotoBody,
      { status: 201, body: [{ meetingid: 456, joinURL: 'https://goto.example/456' }] },
    ],
    update: [['PUT /api/meetings/456', gotoBody, { status: 204 }]],
    meeting: { id: '456', joinUrl: 'https://goto.example/456' },
    updated: { id: '456' },
    remove: 'DELETE /api/meetings/456',
  },
] as const;

describe('the requests of Notes to a meeting service', () => {
  let notes: Setup;

  afterEach(() => notes.server.stop());

  async function start(script: Script, options?: SetupOptions): Promise<Setup> {
    notes = await setUp(script, options);
    return notes;
  }

  for (const { id, base, create, update, meeting, updated, remove } of SERVICES) {
    it(`${id} is asked for a meeting, when it creates one, then id and link are read`, async () => {
      const { client, server } = await start({ [create[0]]: create[2] }, { service: id });
      expect(getService(id).meetings.base).to.equal(base);
      const result = await client.createMeeting(DETAILS);
      expect(result).to.deep.include({ outcome: 'done', meeting });
      expect(stepsOf(result)).to.deep.equal([['4a', true]]);
      expect(server.seen[0]).to.include({ line: create[0], authorization: 'Bearer old-access' });
      expect(JSON.parse(server.seen[0]?.body ?? '')).to.deep.equal(create[1]);
      expect(server.seen[0]?.rawHeaders).to.include.members(['Content-Type', 'application/json']);
    });

    it(`${id} is asked for a change, when it accepts, then the meeting is known as before or anew`, async () => {
      const script = Object.fromEntries(update.map(([line, , answer]) => [line, answer]));
      const { client, server, lines } = await start(script, { service: id });
      const result = await client.updateMeeting(meeting.id, DETAILS);
      expect(result).to.deep.include({ outcome: 'done', meeting: updated });
      expect(lines()).to.deep.equal(update.map(([line]) => line));
      const bodies = server.seen.map(({ body }) => (body === '' ? undefined : JSON.parse(body)));
      expect(bodies).to.deep.equal(update.map(([, body]) => body));
    });

    it(`${id} is asked for a deletion, when it accepts, then nothing but the token was sent`, async () => {
      const { client, server } = await start({ [remove]: { status: 204 } }, { service: id });
      expect(await client.deleteMeeting(meeting.id)).to.deep.include({
        outcome: 'done',
        meeting: { id: meeting.id },
      });
      expect(server.seen[0]).to.include({ line: remove, body: '', authorization: 'Bearer old-access' });
      expect(server.seen[0]?.rawHeaders).not.to.include('Content-Type');
    });
  }

  for (const status of [401, 403, 405, 407, 412, 417, 424, 428, 451]) {
    it(`the access token is refused with ${status}, when the refresh is good, then the second try counts`, async () => {
      const { client, server, profile, lines } = await start({
        [CREATE]: [{ status, body: { code: 124 } }, CREATED],
        [REFRESH]: { body: NEW_TOKENS },
      });
      const result = await client.createMeeting(DETAILS);
      expect(result.outcome).to.equal('done');
      expect(stepsOf(result)).to.deep.equal([
        ['4a', false],
        ['4b', true],
        ['4b', true],
      ]);
      expect(lines()).to.deep.equal([CREATE, REFRESH, CREATE]);
      const sent = server.seen.map(({ authorization }) => authorization);
      expect(sent).to.deep.equal(['Bearer old-access', 'Bearer old-refresh', 'Bearer new-access']);
      expect(server.seen[2]?.body).to.equal(server.seen[0]?.body);
      expect(await profile.load()).to.include({ accessToken: 'new-access', refreshToken: 'new-refresh' });
    });
  }

  it('the access token is refused twice, when the refresh was good, then there is no third try', async () => {
    const { client, lines } = await start({ [CREATE]: { status: 401 }, [REFRESH]: { body: NEW_TOKENS } });
    const result = await client.createMeeting(DETAILS);
    expect(result).to.have.nested.property('failure.status', 401);
    expect(result.outcome).to.equal('failed');
    expect(lines()).to.deep.equal([CREATE, REFRESH, CREATE]);
  });

  for (const status of [302, 400, 404, 409, 429, 500, 503]) {
    it(`the meeting service answers ${status}, when that says nothing of the token, then nothing is refreshed`, async () => {
      const { client, lines } = await start({ [CREATE]: { status, body: { message: 'no' } } });
      const result = await client.createMeeting(DETAILS);
      expect(result.outcome).to.equal('failed');
      expect(result).to.have.nested.property('failure.reason', 'refused');
      expect(lines()).to.deep.equal([CREATE]);
    });
  }

  it('the refresh fails, when the access token was refused, then Notes asks for a new token', async () => {
    const error = {
      error: 'invalid_grant',
      error_description: 'Expired.',
      action: 'reauthorize',
      request_id: 'r',
    };
    const { client, server, profile } = await start({
      [CREATE]: { status: 401 },
      [REFRESH]: { status: 400, body: error },
    });
    const result = await client.createMeeting(DETAILS);
    if (result.outcome !== 'token-dead') throw new Error(`not ${result.outcome}`);
    expect(stepsOf(result)).to.deep.equal([
      ['4a', false],
      ['4b', false],
      ['4c', false],
    ]);
    expect(result.failure).to.include(error);
    expect(result.getTokenUrl).to.equal(`${server.url}/dominoZoom/index.html`);
    expect(await profile.load()).to.include({ refreshToken: 'old-refresh' });
  });

  it('the profile has no access token, when a meeting is wanted, then it is refreshed at once', async () => {
    const script = { [CREATE]: CREATED, [REFRESH]: { body: NEW_TOKENS } };
    const { client, lines } = await start(script, { initial: { refreshToken: 'old-refresh' } });
    expect((await client.createMeeting(DETAILS)).outcome).to.equal('done');
    expect(lines()).to.deep.equal([REFRESH, CREATE]);
  });

  it('the answer is 200 with an error, when a meeting was wanted, then that is a failure', async () => {
    const body = { ...CREATED.body, error: 'quota' };
    const { client } = await start({ [CREATE]: { body } });
    expect(await client.createMeeting(DETAILS)).to.have.nested.property('failure.error', 'quota');
  });

  it('a page comes with 200, when a meeting was wanted, then that is a failure', async () => {
    const { client } = await start({ [CREATE]: { body: '<!DOCTYPE html>' } });
    expect(await client.createMeeting(DETAILS)).to.have.nested.property('failure.reason', 'html');
  });

  it('the answer names no link, when a meeting was wanted, then that is a failure', async () => {
    const { client } = await start({ [CREATE]: { status: 201, body: { id: 123 } } });
    expect(await client.createMeeting(DETAILS)).to.have.nested.property('failure.reason', 'no-meeting');
  });

  it('a meeting is replaced, when the deletion is refused, then none is created', async () => {
    const remove = 'DELETE /api/me/onlineMeetings/a';
    const { client, lines } = await start({ [remove]: { status: 404 } }, { service: 'teams' });
    expect((await client.updateMeeting('a', DETAILS)).outcome).to.equal('failed');
    expect(lines()).to.deep.equal([remove]);
  });
});

function stepsOf(result: MeetingResult): [string, boolean][] {
  return result.steps.map(({ step, ok }) => [step, ok]);
}
