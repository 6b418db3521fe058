import { expect } from 'chai';
import { createTransport } from '../../src/notes/transport.ts';
import { NEW_TOKENS, type Setup, type SetupOptions, setUp } from './notes-setup.ts';
import type { Script } from './scripted-server.ts';

describe('the requests of Notes to the web application', () => {
  let notes: Setup;

  afterEach(() => notes.server.stop());

  async function start(script: Script, options?: SetupOptions): Promise<Setup> {
    notes = await setUp(script, options);
    return notes;
  }

  it('a refresh is asked for, when it is a GET without a body, then it has two headers of its own', async () => {
    const { client, server } = await start({ 'GET /dominoZoomRefresh': { body: NEW_TOKENS } });
    await client.validate();
    const [seen] = server.seen;
    expect(seen?.body).to.equal('');
    const { Host, Connection, ...own } = toRecord(seen?.rawHeaders ?? []);
    expect(own).to.deep.equal({ Authorization: 'Bearer old-refresh', 'Content-Type': 'application/json' });
    expect(Host).to.equal(new URL(server.url).host);
    expect(Connection).to.equal('close');
  });

  it('a revocation is asked for, when the refresh was good, then it has the same two headers', async () => {
    const { client, server } = await start({
      'GET /dominoZoomRefresh': { body: NEW_TOKENS },
      'GET /dominoZoomRevoke': { body: {} },
    });
    await client.revoke();
    const { Host: _host, Connection: _connection, ...own } = toRecord(server.seen[1]?.rawHeaders ?? []);
    expect(own).to.deep.equal({ Authorization: 'Bearer new-access', 'Content-Type': 'application/json' });
  });

  const roots = {
    '': '/dominoTeams/index.html',
    '/': '//dominoTeams/index.html',
    '/acme': '/acme/dominoTeams/index.html',
    '/acme/': '/acme//dominoTeams/index.html',
  };
  for (const [root, path] of Object.entries(roots)) {
    it(`the root URL ends with "${root}", when paths are appended to it, then ${path} is opened`, async () => {
      const refreshPath = path.replace('/index.html', 'Refresh');
      const script = { [`GET ${refreshPath}`]: { body: NEW_TOKENS } };
      const { client, server, lines } = await start(script, { root, service: 'teams' });
      expect(client.getTokenUrl()).to.equal(server.url + path);
      expect((await client.validate()).outcome).to.equal('done');
      expect(lines()).to.deep.equal([`GET ${refreshPath}`]);
    });
  }

  it('a token is pasted, when it has white space around it, then it is sent and saved as it is', async () => {
    const { client, server, profile } = await start({ 'GET /dominoZoomRefresh': { body: { error: 'x' } } });
    const result = await client.paste('  pasted\t');
    expect(result.steps.map(({ step, ok }) => [step, ok])).to.deep.equal([
      ['2', true],
      ['3', false],
    ]);
    // The parser of the server takes the outer white space off a header's value; the inner one shows.
    expect(server.seen[0]?.authorization).to.equal('Bearer   pasted');
    expect((await profile.load()).refreshToken).to.equal('  pasted\t');
  });

  it('a token is pasted, when it is good, then the tokens of the answer replace it', async () => {
    const { client, profile } = await start(
      { 'GET /dominoZoomRefresh': { body: NEW_TOKENS } },
      { initial: {} },
    );
    const result = await client.paste('pasted');
    expect(result.outcome).to.equal('done');
    expect(result.steps.map(({ step }) => step)).to.deep.equal(['2', '3']);
    expect(await profile.load()).to.include({ accessToken: 'new-access', refreshToken: 'new-refresh' });
  });

  it('the answer is a redirect, when it is read, then nothing follows it', async () => {
    const { client, lines } = await start({
      'GET /dominoZoomRefresh': { status: 307, headers: { location: '/elsewhere' } },
      'GET /elsewhere': { body: NEW_TOKENS },
    });
    expect(await client.validate()).to.have.nested.property('failure.reason', 'empty');
    expect(lines()).to.deep.equal(['GET /dominoZoomRefresh']);
  });

  it('the service sets a cookie, when Notes comes back, then it does not return it', async () => {
    const headers = { 'set-cookie': 'a=b; Path=/' };
    const { client, server } = await start({ 'GET /dominoZoomRefresh': [{ headers }, { headers }] });
    await client.validate();
    await client.validate();
    expect(server.seen).to.have.length(2);
    expect(toRecord(server.seen[1]?.rawHeaders ?? [])).not.to.have.any.keys('Cookie', 'cookie');
  });

  it('the service is silent, when the time is over, then it fails without an answer', async () => {
    const { client, server } = await start(
      { 'GET /dominoZoomRefresh': 'silent' },
      { send: createTransport({ timeoutMs: 50 }) },
    );
    const result = await client.validate();
    expect(result).to.have.nested.property('failure.reason', 'no-answer');
    expect(result).to.have.nested.property(
      'failure.detail',
      `There was no answer from ${server.url}: not in time.`,
    );
  });

  it('nobody listens, when Notes asks, then it fails with the cause and keeps the token', async () => {
    const { client, server, profile } = await start({});
    await server.stop();
    const result = await client.validate();
    expect(result).to.have.nested.property(
      'failure.detail',
      `There was no answer from ${server.url}: ECONNREFUSED.`,
    );
    expect(result).to.have.nested.property('failure.cure').that.includes('--root');
    expect(await profile.load()).to.include({ refreshToken: 'old-refresh' });
  });

  it('a pasted token spans two lines, when it is sent, then it fails before anything leaves', async () => {
    const { client, server, log } = await start({});
    const result = await client.paste('secret-1\nsecret-2');
    expect(result).to.have.nested.property('failure.detail').that.includes('line break');
    expect(server.seen).to.have.length(0);
    expect(JSON.stringify([result, log])).not.to.include('secret');
  });

  for (const initial of [{}, { refreshToken: '' }, { refreshToken: '  ' }]) {
    it(`the profile is ${JSON.stringify(initial)}, when it is validated, then nothing is asked`, async () => {
      const { client, server } = await start({}, { initial });
      expect(await client.validate()).to.have.nested.property('failure.reason', 'no-token');
      expect(server.seen).to.have.length(0);
    });
  }

  it('requests are logged, when they carry tokens, then the log has the address and the status only', async () => {
    const { client, server, log } = await start({ 'GET /dominoZoomRefresh': { body: NEW_TOKENS } });
    await client.validate();
    expect(log).to.deep.equal([`GET ${server.url}/dominoZoomRefresh: 200, 59 characters`]);
  });
});

function toRecord(rawHeaders: readonly string[]): Record<string, string> {
  const pairs = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );
  return Object.fromEntries(pairs);
}
