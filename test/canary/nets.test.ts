import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { forgetUndocumented } from '../helpers/documented/documented-answers.ts';
import { CookieJar, send } from '../helpers/http.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../helpers/otlp-receiver.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { SERVE, serveProcess } from '../helpers/service-process.ts';
import { createCanaries, listForms } from './canaries.ts';
import type { Edit } from './mutate.ts';

type Place = 'output' | 'spans' | 'metrics' | 'answers';

interface Sabotage {
  readonly what: string;
  readonly edits: readonly Edit[];
  /** Where secrets come out then. */
  readonly leaks: readonly Place[];
}

const TOKEN_IN_URL: Edit = {
  file: 'observability/spans.ts',
  from: "'url.full': origin + pathname",
  to: "'url.full': url",
};
const VALUES_UNCHECKED: Edit = {
  file: 'observability/scrubbing-span-processor.ts',
  from: 'ALLOWED.has(name) && isHarmless(value)',
  to: 'true',
};
const GOT_ERRORS: Edit = {
  file: 'upstream/got-exchange.ts',
  from: 'this.#fail(translateError(error, this.#timer.isWritten))',
  to: 'this.#fail(error as never)',
};
const UNDICI_ERRORS: Edit = {
  file: 'upstream/undici-exchange.ts',
  from: 'reject(this.#translate(error))',
  to: 'reject(error as never)',
};
const ERRORS_WHOLE: Edit = {
  file: 'observability/hub.ts',
  from: 'request_id: requestId, error: describeError(error)',
  to: 'request_id: requestId, error',
};
/** Each takes one net away, or one after the other. */
const SABOTAGES: readonly Sabotage[] = [
  { what: 'nothing', edits: [], leaks: [] },
  {
    what: 'the log line of a request',
    edits: [
      {
        file: 'http/middleware/observe-requests.ts',
        from: 'reason: errorReason,',
        to: 'reason: ctx.url,',
      },
    ],
    leaks: ['output'],
  },
  { what: 'the address in the span of a call', edits: [TOKEN_IN_URL], leaks: [] },
  {
    what: 'the address in the span of a call, and the scrubbing of spans',
    edits: [TOKEN_IN_URL, VALUES_UNCHECKED],
    leaks: ['spans'],
  },
  {
    what: 'the text that stands for the answer of a provider',
    edits: [
      {
        file: 'oauth/classify-failure.ts',
        from: 'describeShape(response, body)}`',
        to: 'response.body}`',
      },
    ],
    leaks: ['output'],
  },
  { what: 'the translation of got’s errors', edits: [GOT_ERRORS], leaks: [] },
  {
    what: 'the translation of got’s errors, and the description of unexpected ones',
    edits: [GOT_ERRORS, ERRORS_WHOLE],
    leaks: ['output'],
  },
  {
    what: 'the translation of undici’s errors, and the description of unexpected ones',
    edits: [UNDICI_ERRORS, ERRORS_WHOLE],
    leaks: [],
  },
  {
    what: 'the route of a measurement',
    edits: [
      {
        file: 'http/middleware/observe-requests.ts',
        from: "(name as RouteName) : 'other'",
        to: '(name as RouteName) : (ctx.path as RouteName)',
      },
    ],
    leaks: ['output', 'metrics'],
  },
  {
    what: 'what is told of a header',
    edits: [
      {
        file: 'http/steps/describe-request.ts',
        from: 'authorization_length: authorization.length',
        to: 'authorization_length: authorization',
      },
    ],
    leaks: ['answers'],
  },
];

describe('the nets that hold secrets back, when they are cut', function () {
  this.timeout(60_000);

  let provider: ScriptedProvider;
  let receiver: OtlpReceiver;
  let folder: string;

  before(async () => {
    provider = await createScriptedProvider();
    folder = mkdtempSync(join(tmpdir(), 'domi-nets-'));
  });
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(() => receiver.stop());
  after(async () => {
    await provider.stop();
    rmSync(folder, { recursive: true });
  });

  /** A few requests, one for each net. @returns where secrets were found */
  async function run(edits: readonly Edit[]): Promise<Place[]> {
    const canaries = createCanaries();
    const file = join(folder, 'providers.json');
    const { providers } = provider.providerFile;
    const teams = {
      ...providers['teams'],
      revocation: 'query',
      revocationEndpoint: `${provider.url}/teams/revoke`,
    };
    writeFileSync(file, JSON.stringify({ providers: { ...providers, teams } }));
    const service = await serveProcess(
      {
        ...TEST_ENVIRONMENT,
        ...INSECURE,
        DOMI_CONFIG: file,
        DOMI_TEST_EDITS: JSON.stringify(edits),
        ZOOM_CLIENT_SECRET: canaries.plant('client secret'),
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      },
      ['--import', './test/canary/mutate.ts', ...SERVE],
    );
    try {
      const secret = (name: string): string => canaries.plant(name);
      const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
      const answers = [
        await new CookieJar().get(
          `${service.web}/zoomCallback?code=${secret('code')}&state=${secret('state')}`,
        ),
        await send(`${service.web}/${secret('path')}`),
        await send(`${service.web}/diag`, bearer(secret('token at diag'))),
      ];
      provider.answer = (_request, response) =>
        void response.writeHead(400).end(`{"error":"${secret('error')}"}`);
      answers.push(await send(`${service.web}/dominoZoomRefresh`, bearer(secret('refresh token'))));
      answers.push(await send(`${service.web}/dominoTeamsRevoke`, bearer(secret('access token'))));
      provider.answer = (_request, response) => void response.destroy();
      answers.push(await send(`${service.web}/dominoZoomRefresh`, bearer(secret('refresh token lost'))));
      answers.push(await send(`${service.web}/dominoTeamsRevoke`, bearer(secret('access token lost'))));
      const metrics = (await send(`${service.management}/metrics`)).body;
      service.process.kill('SIGTERM');
      await service.exited;
      const places: readonly (readonly [Place, string])[] = [
        ['output', service.output()],
        ['spans', receiver.exports.map(({ body }) => body.toString('utf8')).join('\n')],
        ['metrics', metrics],
        ['answers', answers.map(({ headers, body }) => JSON.stringify(headers) + body).join('\n')],
      ];
      for (const [place, text] of places) expect(text, place).to.have.length.above(100);
      return places.filter(([, text]) => canaries.find(text).length > 0).map(([place]) => place);
    } finally {
      service.process.kill('SIGKILL');
      // An answer that says too much is not documented either, which is no matter of this test.
      forgetUndocumented();
    }
  }

  for (const { what, edits, leaks } of SABOTAGES) {
    const result =
      leaks.length > 0 ? `the scan finds secrets in ${leaks.join(' and ')}` : 'no secret comes out';
    it(`${what}: ${result}`, async () => {
      expect(await run(edits)).to.deep.equal(leaks);
    });
  }
});

describe('the scan for secrets', () => {
  const canaries = createCanaries();
  const value = canaries.plant('secret', '/+"%\\ü:');

  for (const [form, needle] of listForms(value)) {
    it(`finds a secret when it stands in a text in the form: ${form}`, () => {
      expect(canaries.find(`before ${needle} after`)).to.not.deep.equal([]);
    });
  }

  it('finds a secret when it stands in the middle of something in base64', () => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      const credentials = Buffer.from(`${before}${value}:after`);
      expect(canaries.find(credentials.toString('base64')), before).to.not.deep.equal([]);
      expect(canaries.find(credentials.toString('base64url')), before).to.not.deep.equal([]);
    }
  });

  it('finds nothing when there is another secret, or one that may be there', () => {
    expect(canaries.find(createCanaries().plant('other'))).to.deep.equal([]);
    expect(canaries.find(value, ['secret'])).to.deep.equal([]);
  });
});
