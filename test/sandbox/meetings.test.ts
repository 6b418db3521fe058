import { expect } from 'chai';
import { type Sandbox, SERVICE_IDS, type ServiceId } from '../../src/sandbox/sandbox.ts';
import { createClient, startTestSandbox } from './client.ts';

interface Wire {
  readonly path: string;
  readonly item: string;
  readonly body: object;
  readonly created: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the service's
  readonly read: (body: any) => { id: string | number; link: string };
  readonly update: { method: string; body: object; status: number };
  readonly unauthorized: object;
}

const START = '2026-12-01T09:00:00Z';
const END = '2026-12-01T10:00:00Z';

/** The meeting calls of Notes. */
const WIRE: Readonly<Record<ServiceId, Wire>> = {
  zoom: {
    path: '/v2/users/me/meetings',
    item: '/v2/meetings',
    body: { topic: 'Planning', type: 2, start_time: START, duration: 60 },
    created: 201,
    read: (body) => ({ id: body.id, link: body.join_url }),
    update: { method: 'PATCH', body: { topic: 'Review' }, status: 204 },
    unauthorized: { code: 124 },
  },
  teams: {
    path: '/v1.0/me/onlineMeetings',
    item: '/v1.0/me/onlineMeetings',
    body: { subject: 'Planning', startDateTime: START, endDateTime: END },
    created: 201,
    read: (body) => ({ id: body.id, link: body.joinWebUrl }),
    update: { method: 'PATCH', body: { subject: 'Review' }, status: 200 },
    unauthorized: { error: { code: 'InvalidAuthenticationToken' } },
  },
  webex: {
    path: '/v1/meetings',
    item: '/v1/meetings',
    body: { title: 'Planning', start: START, end: END },
    created: 200,
    read: (body) => ({ id: body.id, link: body.webLink }),
    update: { method: 'PUT', body: { title: 'Review', start: START, end: END }, status: 200 },
    unauthorized: { errors: [] },
  },
  gotomeeting: {
    path: '/G2M/rest/meetings',
    item: '/G2M/rest/meetings',
    body: { subject: 'Planning', starttime: START, endtime: END, meetingtype: 'scheduled' },
    created: 201,
    read: ([body]) => ({ id: body.meetingid, link: body.joinURL }),
    update: { method: 'PUT', body: { subject: 'Review', starttime: START, endtime: END }, status: 204 },
    unauthorized: { int_err_code: 'InvalidToken' },
  },
};

for (const service of SERVICE_IDS) {
  describe(`sandbox: meetings of ${service}`, () => {
    const wire = WIRE[service];
    let sandbox: Sandbox;
    let client: ReturnType<typeof createClient>;
    let token: string;
    beforeEach(async () => {
      sandbox = await startTestSandbox();
      client = createClient(sandbox, service);
      token = (await client.obtainTokens()).access_token;
    });
    afterEach(() => sandbox.close());

    async function create() {
      const answer = await client.callApi('POST', wire.path, token, wire.body);
      return { answer, ...wire.read(answer.body) };
    }

    it('creating one: answers with id and link, and the link leads to a page that names it', async () => {
      const { answer, id, link } = await create();
      expect(answer.status).to.equal(wire.created);
      const [meeting] = sandbox.meetings;
      expect(meeting).to.include({ service, id: String(id), subject: 'Planning', owner: 'anna@example.com' });
      expect(Date.parse(meeting?.start ?? '')).to.equal(Date.parse(START));
      expect(Date.parse(meeting?.end ?? '')).to.equal(Date.parse(END));
      const page = await fetch(link);
      expect(page.status).to.equal(200);
      expect(await page.text()).to.include('Planning');
    });

    it('updating it: changes what is named and keeps the rest', async () => {
      const { id } = await create();
      const { method, body, status } = wire.update;
      const answer = await client.callApi(method, `${wire.item}/${id}`, token, body);
      expect(answer.status).to.equal(status);
      expect(sandbox.meetings).to.have.length(1);
      expect(sandbox.meetings[0]).to.include({ subject: 'Review', start: START });
    });

    it('deleting it: answers 204 once and 404 from then on', async () => {
      const { id } = await create();
      const path = `${wire.item}/${id}`;
      expect((await client.callApi('DELETE', path, token)).status).to.equal(204);
      expect(sandbox.meetings).to.deep.equal([]);
      expect((await client.callApi('DELETE', path, token)).status).to.equal(404);
    });

    it('another user asking for it: finds nothing', async () => {
      const { id } = await create();
      const other = (await client.obtainTokens({ user: 'ben@example.com' })).access_token;
      expect((await client.callApi('DELETE', `${wire.item}/${id}`, other)).status).to.equal(404);
      expect(sandbox.meetings).to.have.length(1);
    });

    it('creating one without a subject: answers 400', async () => {
      expect((await client.callApi('POST', wire.path, token, {})).status).to.equal(400);
      expect(sandbox.meetings).to.deep.equal([]);
    });

    it('after expireAccessTokens: answers 401 in its own shape until the token is refreshed', async () => {
      const { refresh_token } = await client.obtainTokens();
      sandbox.expireAccessTokens(service);
      const refused = await client.callApi('POST', wire.path, token, wire.body);
      expect(refused.status).to.equal(401);
      expect(refused.body).to.have.any.keys(Object.keys(wire.unauthorized));
      const { body } = await client.refresh(refresh_token);
      expect((await client.callApi('POST', wire.path, body.access_token, wire.body)).status).to.equal(
        wire.created,
      );
    });
  });
}
