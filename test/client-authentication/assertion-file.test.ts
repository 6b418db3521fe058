import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

  describe('of a tenant, in its folder', () => {
    let secrets: string;
    let own: string;
    let ownFile: string;
    beforeEach(() => {
      secrets = join(folder, 'secrets');
      own = join(secrets, 'acme');
      ownFile = join(own, 'token');
      mkdirSync(secrets);
    });

    /** Also the tenant globex, without a record of its own. */
    async function startWithTenants(reload?: { poll: number; rest: number }): Promise<void> {
      const acme = { ...recordOf({ file: ownFile }), clientId: { value: 'acme-id' } };
      const configFile = join(folder, 'providers.json');
      const tenants = {
        acme: { publicUrl: 'https://domi.example.com/acme', providers: { teams: acme } },
        globex: { publicUrl: 'https://domi.example.com/globex', providers: { zoom: {} } },
      };
      writeFileSync(configFile, JSON.stringify({ tenants }));
      service = await createTestService({
        environment: { ...INSECURE, DOMI_TENANT_SECRETS: secrets, DOMI_CONFIG: configFile },
        ...(reload && { reload }),
      });
    }

    const refreshAcme = async (token: string): Promise<number> => {
      const headers = { host: 'domi.example.com', authorization: `Bearer ${token}` };
      const answer = await (service as TestService).get('/acme/dominoTeamsRefresh', headers);
      return answer.status;
    };

    function writeOwn(version: number, of = 'acme'): void {
      mkdirSync(join(secrets, of), { recursive: true });
      writeFileSync(join(secrets, of, 'token'), createToken(version));
    }

    /** One volume for all tenants: its sources have items such as `acme/token`. */
    function publish(version: number): void {
      const data = join(secrets, `..version_${version}`);
      for (const [index, id] of ['acme', 'globex'].entries()) {
        mkdirSync(join(data, id), { recursive: true });
        writeFileSync(join(data, id, 'token'), createToken(version + 100 * index));
        if (!existsSync(join(secrets, id))) symlinkSync(join('..data', id), join(secrets, id));
      }
      symlinkSync(`..version_${version}`, join(secrets, '..data_tmp'));
      renameSync(join(secrets, '..data_tmp'), join(secrets, '..data'));
      rmSync(join(secrets, `..version_${version - 1}`), { recursive: true, force: true });
    }

    it('in a volume of all tenants that the kubelet renews, is the new one each time', async () => {
      publish(1);
      await startWithTenants();
      for (const version of [1, 2, 3]) {
        publish(version);
        expect(await refreshAcme(`RT-${version}`)).to.equal(200);
      }
      expect(listAssertions()).to.deep.equal([1, 2, 3].map(createToken));
    });

    it('renewed by a driver that swaps a link inside of the folder, is the new one each time', async () => {
      mkdirSync(own);
      symlinkSync('..data/token', ownFile);
      for (const version of [1, 2]) {
        mkdirSync(join(own, `..${version}`));
        writeFileSync(join(own, `..${version}`, 'token'), createToken(version));
        symlinkSync(`..${version}`, join(own, '..data_tmp'));
        renameSync(join(own, '..data_tmp'), join(own, '..data'));
        if (version === 1) await startWithTenants();
        expect(await refreshAcme(`RT-${version}`)).to.equal(200);
      }
      expect(listAssertions()).to.deep.equal([1, 2].map(createToken));
    });

    it('that was not there at the start, is presented once it is, in a volume too', async () => {
      await startWithTenants();
      expect(await refreshAcme('RT-1')).to.equal(502);
      publish(1);
      expect(await refreshAcme('RT-2')).to.equal(200);
      expect(listAssertions()).to.deep.equal([createToken(1)]);
    });

    const STRAY: readonly (readonly [string, () => void])[] = [
      [
        'when it becomes a link out of that folder',
        () => {
          rmSync(ownFile);
          symlinkSync(file, ownFile);
        },
      ],
      [
        'when it becomes a link to the one of another tenant',
        () => {
          rmSync(ownFile);
          symlinkSync('../globex/token', ownFile);
        },
      ],
      [
        'when its folder becomes a link to that of another tenant',
        () => {
          rmSync(own, { recursive: true });
          symlinkSync('globex', own);
        },
      ],
      [
        'when its folder becomes a link to a copy of that of another tenant with its own name',
        () => {
          rmSync(own, { recursive: true });
          mkdirSync(join(secrets, 'globex', 'acme'));
          writeFileSync(join(secrets, 'globex', 'acme', 'token'), createToken(99));
          symlinkSync('globex/acme', own);
        },
      ],
    ];
    for (const [what, stray] of STRAY) {
      it(`${what}: is not sent`, async () => {
        writeFileSync(file, createToken(99));
        writeOwn(1);
        writeOwn(99, 'globex');
        await startWithTenants();
        expect(await refreshAcme('RT-1')).to.equal(200);
        stray();
        expect(await refreshAcme('RT-2')).to.equal(502);
        expect(listAssertions()).to.deep.equal([createToken(1)]);
        const line = service?.logs.map((text) => JSON.parse(text)).find(({ kind }) => kind === 'upstream');
        expect(line.reason).to.equal('the client assertion file leads out of the folder of its tenant');
      });
    }

    it('when the volume of all tenants leads to another tenant: is not sent', async () => {
      publish(1);
      await startWithTenants();
      rmSync(own);
      symlinkSync('..data/globex', own);
      expect(await refreshAcme('RT')).to.equal(502);
      expect(listAssertions()).to.deep.equal([]);
    });

    it('when its folder becomes a link to that of another tenant: is not sent after a reload either', async () => {
      writeOwn(1);
      writeOwn(99, 'globex');
      await startWithTenants({ poll: 50, rest: 10 });
      rmSync(own, { recursive: true });
      symlinkSync('globex', own);
      await until(async () => (await refreshAcme('RT')) === 503);
      expect(service?.logs.join('')).to.include('which is not below');
      rmSync(own);
      writeOwn(2);
      await until(async () => (await refreshAcme('RT-2')) === 200);
      expect(listAssertions()).to.deep.equal([createToken(2)]);
    });
  });
});
