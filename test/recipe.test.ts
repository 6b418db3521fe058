import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { findFreePort } from '../src/sandbox/free-port.ts';
import { type ScriptedServices, startScriptedServices } from './check/scripted-services.ts';
import { copyToken } from './helpers/copy-token.ts';
import { findProgram } from './helpers/find-program.ts';
import { type Running, runNode, type Serving, serveProcess, waitFor } from './helpers/service-process.ts';
import { skipSuite } from './helpers/skip.ts';

interface Block {
  readonly kind: string;
  readonly body: string;
}

/** The blocks of docs/add-a-provider.md between the recipe's marks, in order. */
function readRecipe(): Block[] {
  const text = readFileSync(new URL('../docs/add-a-provider.md', import.meta.url), 'utf8');
  const [, recipe = ''] = /<!-- recipe -->(.*)<!-- \/recipe -->/s.exec(text) ?? [];
  return [...recipe.matchAll(/```(\w+)\n(.*?)```/gs)].map(([, kind = '', body = '']) => ({ kind, body }));
}

/** An ellipsis of the document stands for anything, over lines as well when it stands alone. */
function toPattern(shown: string): RegExp {
  const escaped = shown.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/^…\n/, '[^]*').replaceAll('…', '[^\\n]*?')}$`);
}

describe('the recipe "add a provider in five minutes"', () => {
  let services: ScriptedServices;
  let folder: string;
  let service: Serving | undefined;
  let demo: Running | undefined;

  before(async function () {
    if ((await findProgram(['curl'], '--version')) === undefined) skipSuite(this, 'curl is not installed');
    folder = mkdtempSync(join(tmpdir(), 'domi-recipe-'));
    services = await startScriptedServices({
      'oauth/token': ({ clientId, clientSecret, body }) => {
        if (clientId !== 'acme-id' || clientSecret !== 'acme-secret')
          return { status: 401, body: { error: 'invalid_client' } };
        if (body.get('refresh_token') !== 'RT') return { status: 400, body: { error: 'invalid_grant' } };
        const tokens = { access_token: 'AT', token_type: 'Bearer', expires_in: 3600 };
        return { status: 200, body: { ...tokens, scope: 'meetings.write,offline' } };
      },
      'oauth/revoke': () => ({ status: 200, body: {} }),
    });
  });
  afterEach(async () => {
    for (const running of [service, demo]) {
      running?.process.kill('SIGTERM');
      await running?.exited;
    }
    service = undefined;
    demo = undefined;
  });
  after(async () => {
    await services?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it('when it is followed, gives what it shows', async function () {
    this.timeout(120_000);
    const credentials = { ACME_MEET_CLIENT_ID: 'acme-id', ACME_MEET_CLIENT_SECRET: 'acme-secret' };
    const tokens = { TOKEN: 'RT', ACCESS: 'AT' };
    await follow({ meet: services.url, credentials, port: '0', addTokens: async () => tokens });
  });

  it('when it is followed by hand, beside the services of the demo, gives what it shows', async function () {
    this.timeout(120_000);
    const port = String(await findFreePort());
    demo = runNode(['src/sandbox/demo.ts', '--services'], { PORT: port, SANDBOX_PORT: '0' });
    await waitFor(() => demo?.output().includes('Ctrl-C'));
    const guide = demo.output();
    const credentials = Object.fromEntries(
      [...guide.matchAll(/export (ACME_MEET_\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
    );
    const [, meet = ''] = /^ +(http:\S+\/acme-meet)$/m.exec(guide) ?? [];
    let access = '';
    await follow({
      meet,
      credentials,
      port,
      async addTokens(output) {
        access = /"access_token":"([^"]+)"/.exec(output)?.[1] ?? access;
        if (access !== '') return { ACCESS: access };
        return { TOKEN: await copyToken(`http://localhost:${port}`, 'dominoAcmeMeet') };
      },
    });
    expect(demo.output()).to.include('A person answers a page of Acme Meet');
  });

  interface Way {
    /** Address of the service that plays Acme Meet. */
    readonly meet: string;
    readonly credentials: Readonly<Record<string, string>>;
    readonly port: string;
    /** @param output of the last command; called when the service runs */
    readonly addTokens: (output: string) => Promise<Record<string, string>>;
  }

  async function follow({ meet, credentials, port, addTokens }: Way): Promise<void> {
    const environment: Record<string, string> = {
      PATH: process.env['PATH'] ?? '',
      DOMI_ALLOW_INSECURE_PROVIDERS: 'true',
    };
    let output = '';
    const kinds: string[] = [];
    const blocks = readRecipe();
    for (const [index, { kind, body }] of blocks.entries()) {
      const shown = blocks[index + 1]?.kind === 'text' ? blocks[index + 1]?.body : undefined;
      if (kind === 'yaml') {
        // The only change: the example's host is the scripted service.
        writeFileSync(join(folder, 'providers.yaml'), body.replaceAll('https://meet.example.com', meet));
        kinds.push('file');
      } else if (kind === 'sh' && body.startsWith('export ')) {
        for (const [, name = ''] of body.matchAll(/(\w+)=…/g)) environment[name] = credentials[name] ?? '';
        kinds.push('credentials');
      } else if (kind === 'sh' && body.includes('npm start')) {
        const own = Object.fromEntries(
          [...body.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
        );
        service = await serveProcess({
          ...environment,
          ...own,
          ...(port !== '0' && { OAUTH_HOSTNAME: `http://localhost:${port}` }),
          DOMI_CONFIG: join(folder, own['DOMI_CONFIG'] ?? ''),
          PORT: port,
          METRICSPORT: '0',
        });
        kinds.push('start');
      } else if (kind === 'sh') {
        expect(shown, `what is shown for ${body}`).to.be.a('string');
        if (service !== undefined) Object.assign(environment, await addTokens(output));
        output = (await run(body, environment, port)).replaceAll(meet, 'https://meet.example.com');
        expect(output.trim()).to.match(toPattern(shown ?? ''));
        kinds.push('command');
      }
    }
    expect(kinds).to.deep.equal(['credentials', 'file', 'command', 'start', 'command', 'command', 'command']);
  }

  /** As a reader of the document would, in the folder of the file; the program runs from source. */
  async function run(commands: string, environment: Record<string, string>, port: string): Promise<string> {
    const program = `${process.execPath} ${new URL('../src/cli.ts', import.meta.url).pathname}`;
    const local = commands
      .replaceAll('npm exec domi --', program)
      // By the name of the document, on the port that the test has.
      .replaceAll('curl -s', port === '0' ? "curl -s -H 'Host: localhost:8878'" : 'curl -s')
      .replaceAll('http://localhost:8878', port === '0' ? (service?.web ?? '') : `http://localhost:${port}`);
    const { stdout } = await promisify(execFile)('bash', ['-ec', local], { env: environment, cwd: folder });
    return stdout.replaceAll(`localhost%3A${port}`, 'localhost%3A8878');
  }
});
