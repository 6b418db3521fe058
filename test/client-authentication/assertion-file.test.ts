import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import type { Answer } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { until } from '../helpers/until.ts';

/** A token in the form of those that a cluster issues; `version` says which. */
const createToken = (version: number): string =>
  ['header', `version-${version}`, 'signature'.repeat(40)]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

describe('an assertion in a file', function () {
  this.timeout(30_000);
  let folder: string;
  let file: string;
  let provider: ScriptedProvider;
  let service: TestService | undefined;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'domi-assertion-'));
    file = join(folder, 'token');
    provider = await createScriptedProvider();
  });
  afterEach(async () => {
    await service?.stop();
    await provider.stop();
    rmSync(folder, { recursive: true });
  });

  const recordOf = (clientAssertion: object): object => ({
    ...provider.providerFile.providers['teams'],
    tokenEndpointAuthMethod: 'private_key_jwt',
    clientAssertion,
  });

  async function startService(): Promise<TestService> {
    service = await createTestService({
      environment: INSECURE,
      providerFile: { providers: { teams: recordOf({ file }) } },
    });
    return service;
  }

  const refresh = (token = 'RT', path = '/dominoTeamsRefresh'): Promise<Answer> =>
    (service as TestService).get(path, { authorization: `Bearer ${token}` });

  const listAssertions = (): (string | null)[] =>
    provider.received.map(({ body }) => body.get('client_assertion'));

  /** Accepts these tokens alone. */
  function acceptOnly(listAccepted: () => readonly string[]): void {
    provider.answer = (_request, response, body) => {
      if (listAccepted().includes(body.get('client_assertion') ?? '')) return answerTokens(response);
      response.writeHead(401, { 'Content-Type': 'application/json' }).end('{"error":"invalid_client"}');
    };
  }

  it('is presented as it is, with the client id, and read again for each request', async () => {
    writeFileSync(file, `${createToken(1)}\n`);
    await startService();
    await refresh('RT-1');
    writeFileSync(file, createToken(2));
    await refresh('RT-2');
    expect(listAssertions()).to.deep.equal([createToken(1), createToken(2)]);
    expect(provider.received[0]?.body.get('client_id')).to.equal('teams-id');
    expect(provider.received[0]?.body.has('client_secret')).to.equal(false);
  });

  it('that is replaced between reading and the answer, is presented anew with the same refresh token', async () => {
    writeFileSync(file, createToken(1));
    await startService();
    provider.answer = (_request, response, body) => {
      writeFileSync(file, createToken(2));
      if (body.get('client_assertion') === createToken(2)) return answerTokens(response);
      response.writeHead(401, { 'Content-Type': 'application/json' }).end('{"error":"invalid_client"}');
    };
    expect((await refresh()).status).to.equal(200);
    expect(listAssertions()).to.deep.equal([createToken(1), createToken(2)]);
    expect(provider.received.map(({ body }) => body.get('refresh_token'))).to.deep.equal(['RT', 'RT']);
  });

  it('that is refused and has not changed, is not presented again', async () => {
    writeFileSync(file, createToken(1));
    await startService();
    acceptOnly(() => [createToken(2)]);
    const answer = await refresh();
    expect([answer.status, JSON.parse(answer.body).error]).to.deep.equal([502, 'client_credentials_refused']);
    expect(provider.received).to.have.length(1);
  });

  /** The ways in which files are replaced: kubelet and rename are atomic, the last one is not. */
  const WAYS: readonly (readonly [string, (version: number) => void])[] = [
    [
      'by the kubelet',
      (version) => {
        const data = join(folder, `..${version}`);
        mkdirSync(data);
        writeFileSync(join(data, 'token'), createToken(version));
        symlinkSync(`..${version}`, join(folder, '..data_tmp'));
        renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
      },
    ],
    [
      'by a rename',
      (version) => {
        writeFileSync(`${file}.new`, createToken(version));
        renameSync(`${file}.new`, file);
      },
    ],
    ['in place', (version) => writeFileSync(file, createToken(version))],
  ];

  for (const [way, replace] of WAYS) {
    it(`replaced ${way} while users refresh: fails none of them`, async () => {
      if (way === 'by the kubelet') symlinkSync('..data/token', file);
      replace(0);
      await startService();
      let version = 0;
      // A token that was replaced lives on for a while.
      acceptOnly(() => [createToken(version), createToken(version - 1)]);
      const statuses: number[] = [];
      let isOver = false;
      const users = Array.from({ length: 5 }, async (_, user) => {
        for (let round = 0; !isOver; round += 1) statuses.push((await refresh(`RT-${user}-${round}`)).status);
      });
      for (let next = 1; next <= 10; next += 1) {
        const served = statuses.length;
        await until(() => statuses.length >= served + 10);
        replace(next);
        version = next;
      }
      isOver = true;
      await Promise.all(users);
      expect(statuses).to.have.length.above(50);
      expect(new Set(statuses)).to.deep.equal(new Set([200]));
    });
  }

  const UNUSABLE: readonly (readonly [string, () => void, string])[] = [
    [
      'that is missing',
      () => rmSync(file, { force: true }),
      'the client assertion file cannot be read (ENOENT)',
    ],
    ['that is empty', () => writeFileSync(file, '\n'), 'the client assertion file is empty'],
    [
      'with something else',
      () => writeFileSync(file, 'secret-of-somebody'),
      'the client assertion file has no JSON Web Token',
    ],
    [
      'that is a folder',
      () => {
        rmSync(file, { force: true });
        mkdirSync(file);
      },
      'the client assertion file cannot be read (EISDIR)',
    ],
    [
      'that has grown beyond 64 KiB',
      () => writeFileSync(file, `a.b.${'c'.repeat(64 * 1024)}`),
      'the client assertion file cannot be read (larger than allowed)',
    ],
    [
      'that has become a pipe without a writer',
      () => {
        rmSync(file, { force: true });
        execFileSync('mkfifo', [file]);
      },
      'the client assertion file cannot be read (not a regular file)',
    ],
    [
      'that has become a link to a device',
      () => {
        rmSync(file, { force: true });
        symlinkSync('/dev/zero', file);
      },
      'the client assertion file cannot be read (not a regular file)',
    ],
    [
      'with two assertions',
      () => writeFileSync(file, `${createToken(1)}\n${createToken(2)}`),
      'the client assertion file has no JSON Web Token',
    ],
  ];

  for (const [what, spoil, reason] of UNUSABLE) {
    it(`${what}: is an error like a wrong secret, and nothing is sent`, async () => {
      writeFileSync(file, createToken(1));
      const { logs } = await startService();
      spoil();
      const answer = await refresh();
      expect([answer.status, JSON.parse(answer.body).error]).to.deep.equal([
        502,
        'client_credentials_refused',
      ]);
      expect(provider.received).to.have.length(0);
      const line = logs.map((text) => JSON.parse(text)).find(({ kind }) => kind === 'upstream');
      expect(line.reason).to.equal(reason);
      expect(logs.join('\n')).to.not.include('secret-of-somebody');
    });
  }

  it('of a tenant, when it becomes a link out of the folder of that tenant: is not sent', async () => {
    const own = join(folder, 'secrets', 'acme');
    mkdirSync(own, { recursive: true });
    const ownFile = join(own, 'token');
    writeFileSync(ownFile, createToken(1));
    writeFileSync(file, createToken(99));
    service = await createTestService({
      environment: { ...INSECURE, DOMI_TENANT_SECRETS: join(folder, 'secrets') },
      providerFile: {
        tenants: {
          acme: {
            publicUrl: 'https://domi.example.com/acme',
            providers: { teams: { ...recordOf({ file: ownFile }), clientId: { value: 'acme-id' } } },
          },
        },
      },
    });
    const headers = { host: 'domi.example.com', authorization: 'Bearer RT' };
    expect((await service.get('/acme/dominoTeamsRefresh', headers)).status).to.equal(200);
    rmSync(ownFile);
    symlinkSync(file, ownFile);
    const answer = await service.get('/acme/dominoTeamsRefresh', {
      ...headers,
      authorization: 'Bearer RT-2',
    });
    expect(answer.status).to.equal(502);
    expect(listAssertions()).to.deep.equal([createToken(1)]);
  });
});
