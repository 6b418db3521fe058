import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { createCertificate, OPENSSL_MISSING, toTlsEnvironment } from '../helpers/certificate.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { openRaw, parseAnswers } from '../helpers/raw-connection.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { waitFor } from '../helpers/service-process.ts';
import { skipSuite } from '../helpers/skip.ts';

const HOST = 'Host: domi.example.com\r\n';
const get = (path: string, ...headers: string[]): string =>
  `GET ${path} HTTP/1.1\r\n${HOST}${headers.map((line) => `${line}\r\n`).join('')}\r\n`;
const refresh = (token: string, ...headers: string[]): string =>
  get('/dominoZoomRefresh', `Authorization: Bearer ${token}`, ...headers);

describe('requests of one connection', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  before(async () => {
    provider = await createScriptedProvider();
    service = await createTestService({ environment: INSECURE, providerFile: provider.providerFile });
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });
  beforeEach(() => {
    provider.received.length = 0;
    provider.answer = (_request, response) => answerTokens(response);
  });

  const presented = (): (string | null)[] => provider.received.map(({ body }) => body.get('refresh_token'));

  it('are answered in their order, one after the other', async () => {
    let inHand = 0;
    let most = 0;
    provider.answer = async (_request, response, body) => {
      inHand += 1;
      most = Math.max(most, inHand);
      await delay(body.get('refresh_token') === 'T0' ? 50 : 1);
      inHand -= 1;
      answerTokens(response, { access_token: `AT of ${body.get('refresh_token')}` });
    };
    const tokens = Array.from({ length: 10 }, (_, index) => `T${index}`);
    const connection = openRaw(service.url);
    connection.write(
      tokens.map((token, index) => refresh(token, ...(index === 9 ? ['Connection: close'] : []))).join(''),
    );
    const answers = parseAnswers(await connection.closed);
    expect(answers.map(({ body }) => JSON.parse(body).access_token)).to.deep.equal(
      tokens.map((token) => `AT of ${token}`),
    );
    expect(most).to.equal(1);
  });

  it('are all answered, when they come faster than answers: the connection is not read meanwhile', async () => {
    provider.answer = async (_request, response) => {
      await delay(5);
      answerTokens(response);
    };
    const connection = openRaw(service.url);
    // As long as real ones, since a segment of 64 KiB is the least that Node reads.
    const texts = Array.from({ length: 250 }, (_, index) => refresh(`T${index}.${'x'.repeat(1000)}`));
    connection.write(texts.join(''));
    await waitFor(() => connection.isEnded || parseAnswers(connection.received).length === texts.length);
    expect(parseAnswers(connection.received).map(({ status }) => status)).to.deep.equal(Array(250).fill(200));
    connection.destroy();
  });

  it('behind an answer that closes the connection are not executed', async () => {
    const closing = {
      'a body': `GET /diag HTTP/1.1\r\n${HOST}Content-Length: 3\r\n\r\nabc`,
      'a chunked body': `POST /diag HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
      'no Host': 'GET /diag HTTP/1.1\r\n\r\n',
      'the wish of the client': get('/diag', 'Connection: close'),
      'HTTP/1.0': `GET /diag HTTP/1.0\r\n${HOST}\r\n`,
    };
    for (const [what, text] of Object.entries(closing)) {
      for (const pause of [0, 20]) {
        const connection = openRaw(service.url);
        connection.write(text);
        if (pause > 0) await delay(pause);
        connection.write(refresh('behind'));
        const answers = parseAnswers(await connection.closed);
        expect(answers, what).to.have.length(1);
        expect(answers[0]?.head.toLowerCase(), what).to.include('\r\nconnection: close');
      }
    }
    await delay(50);
    expect(presented()).to.deep.equal([]);
  });

  it('that wait in numbers behind an answer that closes the connection are not executed either', async () => {
    let release = (): void => {};
    provider.answer = (_request, response) => {
      release = () => answerTokens(response);
    };
    const connection = openRaw(service.url);
    const closing = `${refresh('closing', 'Content-Length: 3')}abc`;
    connection.write(closing + ['one', 'two', 'three'].map((token) => refresh(token)).join(''));
    await waitFor(() => provider.received.length === 1);
    release();
    expect(parseAnswers(await connection.closed)).to.have.length(1);
    await delay(50);
    expect(presented()).to.deep.equal(['closing']);
  });

  it('when rubbish comes behind a refresh, let it end, and close', async () => {
    const connection = openRaw(service.url);
    let release = (): void => {};
    provider.answer = (_request, response) => {
      release = () => answerTokens(response);
    };
    connection.write(refresh('first'));
    await waitFor(() => provider.received.length === 1);
    connection.write('rubbish\r\n\r\n');
    await delay(50);
    expect(connection.received).to.equal('');
    release();
    const answers = parseAnswers(await connection.closed);
    expect(answers.map(({ status }) => status)).to.deep.equal([200]);
    expect(answers[0]?.head).to.include('Connection: close');
  });

  it('that wait are not begun before the one ahead of them is answered, and never for a client that has left', async () => {
    const connection = openRaw(service.url);
    let release = (): void => {};
    provider.answer = (_request, response) => {
      release = () => answerTokens(response);
    };
    connection.write(refresh('ahead') + refresh('waiting'));
    await waitFor(() => provider.received.length === 1);
    await delay(100);
    expect(presented()).to.deep.equal(['ahead']);
    connection.destroy();
    release();
    await delay(100);
    expect(presented()).to.deep.equal(['ahead']);
  });

  for (const port of ['web', 'management'] as const) {
    it(`are bounded on the ${port} port: a segment with thousands ends its connection`, async () => {
      const url = port === 'web' ? service.url : service.managementUrl;
      const path = port === 'web' ? '/' : '/livez';
      const floods = Array.from({ length: 5 }, () => openRaw(url));
      for (const flood of floods) flood.write(get(path).repeat(1200));
      const answers = (await Promise.all(floods.map(({ closed }) => closed))).map(parseAnswers);
      for (const some of answers) expect(some.length).to.be.below(100);
      const after = openRaw(url);
      after.write(get(path, 'Connection: close'));
      expect(parseAnswers(await after.closed)[0]?.status).to.equal(200);
    });
  }
});

describe('requests of one connection over TLS', () => {
  let folder: string;
  let service: TestService;

  before(async function () {
    folder = mkdtempSync(join(tmpdir(), 'domi-pipelining-'));
    const files = createCertificate(folder) ?? skipSuite(this, OPENSSL_MISSING);
    service = await createTestService({
      environment: toTlsEnvironment(files),
    });
  });
  after(async () => {
    await service?.stop();
    rmSync(folder, { recursive: true });
  });

  it('are bounded as well, on both ports', async () => {
    for (const [url, path] of [
      [service.url, '/'],
      [service.managementUrl, '/livez'],
    ] as const) {
      const flood = openRaw(url, { tls: true });
      flood.write(get(path).repeat(3000));
      expect(parseAnswers(await flood.closed).length).to.be.below(200);
      const few = openRaw(url, { tls: true });
      few.write(get(path).repeat(9) + get(path, 'Connection: close'));
      expect(parseAnswers(await few.closed).map(({ status }) => status)).to.deep.equal(Array(10).fill(200));
    }
  });
});
