import { Readable } from 'node:stream';
import { expect } from 'chai';
import { Command, CommanderError } from 'commander';
import { createNotesCommand } from '../../src/notes/notes-command.ts';
import { createMemoryProfileStore, type Profile } from '../../src/notes/profile-store.ts';
import { NOW } from './notes-setup.ts';
import { type Script, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

const REFRESH = 'GET /dominoZoomRefresh';
const CREATE = 'POST /api/users/me/meetings';
const TOKENS = { access_token: 'eyJ-new-access-token', refresh_token: 'eyJ-new-refresh-token' };
const OLD: Profile = { accessToken: 'eyJ-old-access-token', refreshToken: 'eyJ-old-refresh-token' };
const CREATED = { status: 201, body: { id: 123, join_url: 'https://zoom.example/j/123' } };
const IN_AN_HOUR = `${new Date(NOW.getTime() + 3_600_000).toISOString().slice(0, 19)}Z`;
const DETAILS = ['--subject', 'Review', '--start', '2027-03-01T09:00:00Z'];

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly profile: Profile;
}

describe('domi notes', () => {
  let server: ScriptedServer;

  afterEach(() => server.stop());

  interface RunOptions {
    readonly script?: Script;
    readonly initial?: Profile;
    readonly stdin?: string;
    readonly service?: string;
  }

  async function run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
    server = await startScriptedServer(options.script ?? {});
    const wire = ['--root', server.url, '--api', `${server.url}/api`];
    const common = ['--service', options.service ?? 'zoom', ...(args[0] === 'status' ? [] : wire)];
    return runExactly([...args, ...common], options);
  }

  async function runExactly(
    args: readonly string[],
    { initial = OLD, stdin = '' }: RunOptions,
    opened: string[] = [],
  ): Promise<Run> {
    const profile = createMemoryProfileStore(initial);
    let [code, out, err] = [0, '', ''];
    const notes = createNotesCommand({
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
      stdin: Readable.from(stdin === '' ? [] : [stdin]),
      now: () => NOW,
      setExitCode: (value) => {
        code = value;
      },
      openProfile: (path, serviceId) => {
        opened.push(`${path} ${serviceId}`);
        return profile;
      },
    });
    // Commander ends the process otherwise.
    for (const command of [notes, ...notes.commands]) command.exitOverride();
    try {
      await new Command('domi').addCommand(notes).parseAsync(['notes', ...args], { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      code = error.exitCode;
    }
    expect(out + err).not.to.match(/eyJ-(old|new|pasted)-/);
    return { code, out, err, profile: await profile.load() };
  }

  it('get-token runs, when nothing is known yet, then it prints the address and asks nobody', async () => {
    const { code, out } = await run(['get-token'], { initial: {}, service: 'gotomeeting' });
    expect(code).to.equal(0);
    expect(out).to.include('[1]').and.to.include(`${server.url}/dominoGTM/index.html`).and.to.include('[2]');
    expect(server.seen).to.have.length(0);
  });

  it('a service is misspelt, when any action runs, then those of Notes are named and nothing is asked', async () => {
    const { code, err } = await run(['get-token'], { service: 'zom' });
    expect(code).to.equal(2);
    expect(err).to.include("'zom'").and.to.include('zoom, teams, webex, gotomeeting');
    expect(server.seen).to.have.length(0);
  });

  const ways: Record<string, [string[], string]> = {
    'as argument': [['paste', 'eyJ-pasted-token'], ''],
    'on standard input': [['paste'], 'eyJ-pasted-token\n'],
    'on standard input, asked for by -': [['paste', '-'], 'eyJ-pasted-token\r\nmore\n'],
  };
  for (const [name, [args, stdin]] of Object.entries(ways)) {
    it(`paste gets a token ${name}, when it is good, then it is exchanged and saved`, async () => {
      const { code, out, profile } = await run(args, {
        stdin,
        initial: {},
        script: { [REFRESH]: { body: TOKENS } },
      });
      expect(code).to.equal(0);
      expect(out).to.match(/\[2\] +ok: .*\n\[3\] +ok: /);
      expect(server.seen[0]?.authorization).to.equal('Bearer eyJ-pasted-token');
      expect(profile).to.include({ refreshToken: TOKENS.refresh_token });
    });
  }

  it('validate runs, when the token is dead, then it says what Notes says and what the log has', async () => {
    const body = {
      error: 'invalid_grant',
      error_description: 'Expired.',
      action: 'reauthorize',
      request_id: 'r-1',
    };
    const { code, out } = await run(['validate'], { script: { [REFRESH]: { status: 400, body } } });
    expect(code).to.equal(1);
    const lines = out.split('\n');
    const at = lines.indexOf('Your OAuth token appears to be invalid');
    expect(lines.slice(at + 1, at + 4)).to.deep.equal([
      '      log: HTTP status 400. The request was refused.',
      `      log: ${JSON.stringify(body)}`,
      'What to do: get a new token (domi notes get-token, with the same options).',
    ]);
  });

  it('the answer holds tokens and steers terminals, when it is printed, then neither comes through', async () => {
    const body = { access_token: 'eyJ-new-access-token', error: 'x', note: 'eyJ-old-refresh-token \u009b2J' };
    const { code, out } = await run(['validate'], { script: { [REFRESH]: { body } } });
    expect(code).to.equal(1);
    expect(out).to.include('20 characters, begins').and.not.to.include('\u009b');
  });

  it('a proxy answers with a page, when a token is validated, then the output says so', async () => {
    const script = { [REFRESH]: { status: 407, body: '<!DOCTYPE html><title>Sign in</title>' } };
    const { code, out } = await run(['validate'], { script });
    expect(code).to.equal(1);
    expect(out).to.include('HTTP status 407. The answer is an HTML page').and.to.include('Sign in');
  });

  it('create runs, when the first try is refused, then every step has its number', async () => {
    const script = { [CREATE]: [{ status: 401 }, CREATED], [REFRESH]: { body: TOKENS } };
    const { code, out } = await run(['create', ...DETAILS, '--minutes', '20'], { script });
    expect(code).to.equal(0);
    expect(out).to.match(/\[4a\] +failed: .*401.*\n\[4b\] +ok: .*\n\[4b\] +ok: /);
    expect(out).to.include('meeting 123').and.to.include('join at https://zoom.example/j/123');
    expect(JSON.parse(server.seen[0]?.body ?? '')).to.include({ topic: 'Review', duration: 20 });
  });

  it('create runs, when the refresh fails too, then it names step 4c and where to get a token', async () => {
    const script = { [CREATE]: { status: 401 }, [REFRESH]: { body: { error: 'invalid_grant' } } };
    const { code, out } = await run(['create', ...DETAILS], { script });
    expect(code).to.equal(1);
    expect(out).to.match(/\[4a\] .*\n\[4b\] .*\n\[4c\] /);
    expect(out).to.include('Your OAuth token appears to be invalid');
    expect(out).to.include(`${server.url}/dominoZoom/index.html`);
  });

  it('create runs, when the meeting service fails, then its JSON is shown and the token is not blamed', async () => {
    const script = { [CREATE]: { status: 429, body: { code: 429, message: 'too many' } } };
    const { code, out } = await run(['create', ...DETAILS], { script });
    expect(code).to.equal(1);
    expect(out).to.include('too many').and.not.to.include('Your OAuth token');
  });

  it('update and delete run, when the service accepts, then they end well', async () => {
    const script = { 'PATCH /api/meetings/123': { status: 204 } };
    expect((await run(['update', '123', ...DETAILS], { script })).code).to.equal(0);
    await server.stop();
    const { code, out } = await run(['delete', '123'], {
      script: { 'DELETE /api/meetings/123': { status: 204 } },
    });
    expect([code, out]).to.deep.equal([0, '[4a]  ok: The meeting is deleted.\n      meeting 123\n']);
  });

  it('update gets some details, when the service can change parts, then it sends these and no other', async () => {
    const parts: [string[], object][] = [
      [['--subject', 'Other'], { topic: 'Other' }],
      [['--start', '2027-03-01T10:00:00+01:00'], { start_time: '2027-03-01T09:00:00Z' }],
      [['--minutes', '45', '--subject', 'Other'], { topic: 'Other', duration: 45 }],
    ];
    for (const [args, body] of parts) {
      const script = { 'PATCH /api/meetings/123': { status: 204 } };
      expect((await run(['update', '123', ...args], { script })).code).to.equal(0);
      expect(JSON.parse(server.seen[0]?.body ?? '')).to.deep.equal(body);
      await server.stop();
    }
  });

  for (const [service, label] of [
    ['teams', 'Microsoft Teams'],
    ['webex', 'Webex'],
    ['gotomeeting', 'GoToMeeting'],
  ] as const)
    it(`update gets some details, when ${label} would lose the others, then nothing is sent`, async () => {
      const { code, err } = await run(['update', '123', ...DETAILS], { service });
      expect(code).to.equal(2);
      expect(err).to.include(`${label} replaces the whole meeting: give --minutes too`);
      expect(server.seen).to.deep.equal([]);
    });

  it('update runs, when nothing to change is given, then it says so and sends nothing', async () => {
    const { code, err } = await run(['update', '123']);
    expect([code, server.seen.length]).to.deep.equal([2, 0]);
    expect(err).to.include('nothing to change is given');
  });

  it('create gets no start, when it runs, then the meeting is in an hour', async () => {
    await run(['create', '--subject', 'Review'], { script: { [CREATE]: CREATED } });
    expect(JSON.parse(server.seen[0]?.body ?? '')).to.include({ start_time: IN_AN_HOUR, duration: 30 });
  });

  it('nothing listens, when a command asks, then it names address and cure', async () => {
    server = await startScriptedServer({});
    await server.stop();
    const place = ['--service', 'zoom', '--root', server.url, '--api', `${server.url}/api`];
    for (const [args, option] of [
      [['validate'], '--root'],
      [['create', '--subject', 'Review'], '--api'],
    ] as const) {
      const { code, out } = await runExactly([...args, ...place], {});
      expect(code).to.equal(1);
      expect(out).to.include(`There was no answer from ${server.url}: ECONNREFUSED.`);
      expect(out).to.match(
        new RegExp(`^What to do: nothing listens there: .*npm run demo.* correct ${option}`, 'm'),
      );
    }
  });

  it('--demo stands for the addresses of the demo, its Zoom, and a profile of its own', async () => {
    server = await startScriptedServer({});
    const opened: string[] = [];
    const paths = async (...args: string[]): Promise<string> => (await runExactly(args, {}, opened)).out;
    expect(await paths('get-token', '--demo')).to.include('http://localhost:8878/dominoZoom/index.html');
    expect(await paths('get-token', '--demo', '--service', 'webex')).to.include('/dominoWebex/index.html');
    expect(await paths('get-token', '--root', 'http://localhost:1', '--demo')).to.include(
      'http://localhost:1/',
    );
    await paths('status', '--service', 'zoom');
    await paths('status', '--demo', '--profile', 'mine.json');
    expect(opened).to.deep.equal([
      './.domi-notes-demo.json zoom',
      './.domi-notes-demo.json webex',
      './.domi-notes-demo.json zoom',
      './.domi-notes.json zoom',
      'mine.json zoom',
    ]);
  });

  it('revoke runs, when the service cannot revoke, then it fails and says where to remove the app', async () => {
    const body = {
      error: 'unsupported_token_type',
      action: 'contact_admin',
      manage_url: 'https://apps.example/',
    };
    const script = { [REFRESH]: { body: TOKENS }, 'GET /dominoZoomRevoke': { status: 400, body } };
    const { code, out, profile } = await run(['revoke'], { script });
    expect(code).to.equal(1);
    expect(out).to.include('could not be revoked').and.include('by hand at https://apps.example/');
    expect(out).to.not.include('administrator').and.not.include('appears to be invalid');
    expect(profile.refreshToken).to.not.equal(undefined);
  });

  it('status runs, when tokens are kept, then it shows length and beginning only', async () => {
    const { code, out } = await run(['status']);
    expect(code).to.equal(0);
    expect(out).to.include('refresh token: 21 characters, begins "eyJ-"');
    expect(server.seen).to.have.length(0);
  });

  it('the profile cannot be read, when an action runs, then it fails with the reason', async () => {
    server = await startScriptedServer({});
    const messages: unknown[] = [];
    const notes = createNotesCommand({
      stdout: { write: () => true },
      stderr: { write: (text) => messages.push(text) },
      stdin: Readable.from([]),
      now: () => NOW,
      setExitCode: (code) => messages.push(code),
    });
    await notes.parseAsync(['status', '--service', 'zoom', '--profile', '/dev/null/x'], { from: 'user' });
    expect(messages).to.have.length(2);
    expect(messages[0]).to.match(/^error: ENOTDIR/);
    expect(messages[1]).to.equal(1);
  });

  it('-v is given, when requests are made, then they are on standard error', async () => {
    const { err } = await run(['validate', '-v'], { script: { [REFRESH]: { body: TOKENS } } });
    expect(err).to.match(/^GET http:.*\/dominoZoomRefresh: 200, \d+ characters\n$/);
  });

  describe('flow', () => {
    const script: Script = {
      [REFRESH]: { body: TOKENS },
      [CREATE]: CREATED,
      'PATCH /api/meetings/123': { status: 204 },
      'DELETE /api/meetings/123': { status: 204 },
    };
    const stdin = 'eyJ-pasted-token\n';

    it('all goes well, when a token comes in, then every step is done in order', async () => {
      const { code, out } = await run(['flow'], { script, stdin, initial: {} });
      expect(code).to.equal(0);
      const numbers = [...out.matchAll(/^\[(\w+)\]/gm)].map(([, number]) => number);
      expect(numbers).to.deep.equal(['1', '2', '2', '3', '4a', '4a', '4a']);
      expect(server.seen.map(({ line }) => line)).to.deep.equal(Object.keys(script));
      expect(JSON.parse(server.seen[1]?.body ?? '')).to.include({ start_time: '2027-03-01T09:00:00Z' });
    });

    it('the meeting cannot be changed, when the flow goes on, then it is deleted and the exit code is 1', async () => {
      const failing = { ...script, 'PATCH /api/meetings/123': { status: 500 } };
      const { code } = await run(['flow'], { script: failing, stdin });
      expect(code).to.equal(1);
      expect(server.seen.at(-1)?.line).to.equal('DELETE /api/meetings/123');
    });

    it('a meeting is replaced, when it is deleted, then the new one is meant', async () => {
      const meeting = (id: string) => ({ status: 201, body: { id, joinWebUrl: 'https://teams.example/' } });
      const { code } = await run(['flow'], {
        service: 'teams',
        stdin,
        script: {
          'GET /dominoTeamsRefresh': { body: TOKENS },
          'POST /api/me/onlineMeetings': [meeting('first'), meeting('second')],
          'DELETE /api/me/onlineMeetings/first': { status: 204 },
          'DELETE /api/me/onlineMeetings/second': { status: 204 },
        },
      });
      expect(code).to.equal(0);
      expect(server.seen.at(-1)?.line).to.equal('DELETE /api/me/onlineMeetings/second');
    });

    it('the token is dead, when it is pasted, then no meeting is tried', async () => {
      const { code } = await run(['flow'], {
        stdin,
        script: { [REFRESH]: { body: { error: 'invalid_grant' } } },
      });
      expect(code).to.equal(1);
      expect(server.seen).to.have.length(1);
    });

    it('standard input is empty, when a token is awaited, then it fails', async () => {
      const { code, out } = await run(['flow'], { script });
      expect(code).to.equal(1);
      expect(out).to.include('There was no token on standard input.');
    });
  });

  const wrong: Record<string, string[]> = {
    'no action': [],
    'an unknown action': ['fly'],
    'no root': ['validate', '--service', 'zoom'],
    'no service': ['validate', '--root', 'http://localhost'],
    'an unknown service': ['validate', '--root', 'http://localhost', '--service', 'sametime'],
    'a root that is not an address': ['validate', '--root', 'domi', '--service', 'zoom'],
    'a root with another scheme': ['validate', '--root', 'ftp://domi', '--service', 'zoom'],
    'a start that is not a time': [
      'create',
      '--root',
      'http://localhost',
      '--service',
      'zoom',
      '--subject',
      's',
      '--start',
      'tomorrow',
    ],
    'no length': ['create', '--root', 'http://localhost', '--service', 'zoom', ...DETAILS, '--minutes', '0'],
    'a deletion without an id': ['delete', '--root', 'http://localhost', '--service', 'zoom'],
    'an empty standard input': ['paste', '--root', 'http://localhost', '--service', 'zoom'],
  };
  for (const [name, args] of Object.entries(wrong)) {
    it(`the command line has ${name}, when it is read, then the exit code is 2`, async () => {
      server = await startScriptedServer({});
      const { code, out, err } = await runExactly(args, {});
      expect(code).to.equal(2);
      expect(out).to.equal('');
      expect(err).to.include('error: ');
    });
  }

  it('--help is given, when there is no action, then examples are shown and the exit code is 0', async () => {
    server = await startScriptedServer({});
    const { code, out } = await runExactly(['--help'], {});
    expect(code).to.equal(0);
    expect(out).to.include('Examples:').and.to.include('get-token');
  });
});
