import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { Config } from '../../src/config/config.ts';
import { explainFailure } from '../../src/process/explain-failure.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../helpers/otlp-receiver.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { type Running, runNode, runProgram, SERVE, waitUntilServing } from '../helpers/service-process.ts';

type Line = Readonly<Record<string, unknown>>;

const readLines = (output: string): Line[] =>
  output
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Line);

const ONE_OF_FOUR: Readonly<Record<string, string>> = {
  ...TEST_ENVIRONMENT,
  ...Object.fromEntries(
    ['TEAMS', 'WEBEX', 'GTM'].flatMap((name) => [
      [`${name}_CLIENT_ID`, ''],
      [`${name}_CLIENT_SECRET`, ''],
    ]),
  ),
};

describe('the start of the process', function () {
  this.timeout(60_000);
  let folder: string;
  const started: Running[] = [];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-start-'));
  });
  after(() => {
    for (const { process: child } of started) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  async function serve(
    environment: Record<string, string>,
    program: readonly string[] = SERVE,
  ): Promise<Running> {
    const running = runNode(program, environment);
    started.push(running);
    return waitUntilServing(running);
  }

  async function end({ process: child, exited }: Running): Promise<string> {
    child.kill('SIGTERM');
    const { code, output } = await exited;
    expect(code, output).to.equal(0);
    return output;
  }

  it('says in one line what is enabled, at which addresses, and what has no credentials, and warns of nothing', async () => {
    const lines = readLines(await end(await serve({ ...ONE_OF_FOUR })));
    expect(lines.map(({ msg }) => msg)).to.deep.equal(['enabled', 'ready', 'stopping', 'stopped']);
    expect(lines[0]).to.deep.include({
      level: 'info',
      enabled: [
        {
          tenant: 'default',
          provider: 'zoom',
          callback: 'https://domi.example.com/zoomCallback',
          start: 'https://domi.example.com/dominoZoom/index.html',
          refresh: 'https://domi.example.com/dominoZoomRefresh',
          revoke: 'https://domi.example.com/dominoZoomRevoke',
        },
      ],
      without_credentials: ['teams', 'webex', 'gotomeeting'],
    });
  });

  it('warns when nothing is enabled, in that line', async () => {
    const lines = readLines(
      await end(await serve({ ...ONE_OF_FOUR, ZOOM_CLIENT_ID: '', ZOOM_CLIENT_SECRET: '' })),
    );
    expect(lines[0]).to.deep.include({
      level: 'warn',
      enabled: [],
      without_credentials: ['zoom', 'teams', 'webex', 'gotomeeting'],
      msg: 'no meeting service is enabled: none has a client id and a secret',
    });
  });

  it('of many tenants says twenty addresses and how many more there are', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `t${index}`);
    const tenants = names.map((id) => [
      id,
      { publicUrl: `https://${id}.example.com`, providers: { zoom: {} } },
    ]);
    const file = join(folder, 'many.json');
    writeFileSync(file, JSON.stringify({ tenants: Object.fromEntries(tenants) }));
    const lines = readLines(await end(await serve({ ...ONE_OF_FOUR, DOMI_CONFIG: file })));
    const line = lines.find(({ msg }) => msg === 'enabled') ?? {};
    expect(line['enabled']).to.have.length(20);
    expect(line).to.include({ more: 10 }).and.not.have.property('without_credentials');
  });

  for (const [what, name, content, keys] of [
    [
      'with TLS in it',
      'config.json',
      '{ "METRICSPORT": 9443, "TLSFile": "k.pem", "TLSPassword": "CANARY" }',
      'METRICSPORT, TLSFile, TLSPassword',
    ],
    ['that is empty', 'config.json', '{}', undefined],
    ['with a file that is no JSON', 'config.json', '{ CANARY', undefined],
    ['with other files', 'config.txt', 'CANARY', undefined],
  ] as const) {
    it(`beside a folder of DOMI 1.x ${what}, ${keys ? 'warns and names the keys' : 'says nothing'}, like the check`, async () => {
      const place = mkdtempSync(join(folder, 'place-'));
      mkdirSync(join(place, 'domiconfig.d'));
      writeFileSync(join(place, 'domiconfig.d', name), content);
      const warning = `the folder domiconfig.d of DOMI 1.x is not read any more, and it sets ${keys}: "domi migrate domiconfig.d" prints what to set instead; then remove the folder`;
      // Both run in that folder.
      const cli = `process.chdir(${JSON.stringify(place)}); await import(${JSON.stringify(resolve('src/cli.ts'))});`;
      const run = (command: string): string[] => [
        '--input-type=module',
        '--eval',
        cli.replace('await', `process.argv.splice(1, 0, '${command}'); await`),
      ];
      const output = await end(await serve({ ...ONE_OF_FOUR }, run('serve')));
      const warnings = readLines(output).filter(({ level }) => level === 'warn');
      expect(warnings.map((line) => line['warning'])).to.deep.equal(keys ? [warning] : []);
      const check = await runNode(run('check'), { ...ONE_OF_FOUR }).exited;
      expect(check.code).to.equal(0);
      expect(check.output.includes(`warning: ${warning}\n`)).to.equal(keys !== undefined);
      expect(output + check.output).to.not.include('CANARY');
    });
  }

  describe('on SIGUSR1', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
    const [shellWord, program, ...words] = scripts.start.split(' ');
    const asStarted = words.map((word) => (word === 'dist/cli.js' ? 'src/cli.ts' : word));

    for (const [what, args, environment] of [
      ['as npm start', asStarted, {}],
      ['as node cli.js', SERVE, {}],
      ['with other options of Node', SERVE, { NODE_OPTIONS: '--max-old-space-size=200' }],
    ] as const) {
      it(`G4 started ${what}, opens no debugger and goes on`, async () => {
        const running = await serve({ ...ONE_OF_FOUR, ...environment }, args);
        running.process.kill('SIGUSR1');
        await delay(500);
        running.process.kill('SIGUSR1');
        const output = await end(running);
        expect(output).to.not.match(/debugger|inspector/i);
      });
    }

    it('has the option of Node in npm start, which is there before the first line of code', () => {
      expect([shellWord, program]).to.deep.equal(['exec', 'node']);
      expect(words).to.include('--disable-sigusr1');
    });
  });

  it('with a port that is in use, says which, as a log line', async () => {
    const first = await serve({ ...ONE_OF_FOUR });
    const ready = readLines(first.output()).find(({ msg }) => msg === 'ready') ?? {};
    for (const [variable, port] of [
      ['PORT', ready['port']],
      ['METRICSPORT', ready['metrics_port']],
    ] as const) {
      const { code, output } = await runNode(SERVE, { ...ONE_OF_FOUR, [variable]: String(port) }).exited;
      expect(code).to.equal(1);
      expect(readLines(output).at(-1)).to.deep.include({
        level: 'fatal',
        variable,
        port,
        code: 'EADDRINUSE',
        msg: `port ${port} is already in use: set ${variable} to a free one, or end the other program`,
      });
    }
    await end(first);
  });

  it('with both ports equal, ends with 78 like the check', async () => {
    const environment = { ...ONE_OF_FOUR, PORT: '40123', METRICSPORT: '40123' };
    for (const args of [SERVE, ['src/cli.ts', 'check']]) {
      const { code, output } = await runNode(args, environment).exited;
      expect(code).to.equal(78);
      expect(output).to.include('METRICSPORT: is 40123, and so is PORT');
    }
  });

  it('with a fault and a misspelt name, reports both', async () => {
    const { code, output } = await runNode(SERVE, { ...ONE_OF_FOUR, TLSFILE: '/k', TLSPassword: 'CANARY' })
      .exited;
    expect(code).to.equal(78);
    expect(output).to.equal(
      'The configuration has faults:\n' +
        'warning: TLSFILE is not a setting of this service; did you mean TLSFile?\n' +
        'TLSFile: is not set, but TLSPassword is: name the PFX, or the file of the key; for plain http remove the others\n',
    );
  });

  describe('with headers for a collector in a file', () => {
    let receiver: OtlpReceiver;
    before(async () => {
      receiver = await startOtlpReceiver();
    });
    after(() => receiver.stop());

    it('sends them', async () => {
      const file = join(folder, 'headers');
      writeFileSync(file, 'api-key=CANARY%20key,x-team=mail\n');
      const running = await serve({
        ...ONE_OF_FOUR,
        LOG_LEVEL: 'trace',
        OTEL_LOG_LEVEL: 'all',
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_HEADERS_FILE: file,
      });
      const [line] = readLines(running.output()).filter(({ msg }) => msg === 'ready');
      await send(`http://127.0.0.1:${line?.['port']}/diag`);
      expect(await end(running)).to.not.include('CANARY');
      expect(receiver.exports[0]?.headers).to.include({ 'api-key': 'CANARY key', 'x-team': 'mail' });
    });
  });
});

describe('the levels debug and trace', function () {
  this.timeout(30_000);
  let provider: ScriptedProvider;
  before(async () => {
    provider = await createScriptedProvider();
  });
  after(() => provider.stop());

  async function refreshAt(level: string): Promise<Line[]> {
    const folder = mkdtempSync(join(tmpdir(), 'domi-level-'));
    try {
      const file = join(folder, 'p.json');
      writeFileSync(file, JSON.stringify(provider.providerFile));
      const running = await waitUntilServing(
        runProgram(process.execPath, SERVE, {
          PATH: process.env['PATH'] ?? '',
          ...TEST_ENVIRONMENT,
          ...INSECURE,
          ZOOM_CLIENT_SECRET: 'CANARY-secret',
          DOMI_STORE_URL: 'redis://:CANARY-store@127.0.0.1:1',
          DOMI_CONFIG: file,
          LOG_LEVEL: level,
        }),
      );
      const headers = {
        authorization: 'Bearer CANARY-token',
        'x-CANARY': 'CANARY-value',
        cookie: 'a=CANARY',
      };
      await send(`${running.web}/dominoZoomRefresh?CANARY=CANARY`, { headers });
      running.process.kill('SIGTERM');
      const { output } = await running.exited;
      expect(output).to.not.match(/CANARY/i);
      return readLines(output);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('show settings, calls and the lengths of headers, and no secret', async () => {
    const lines = await refreshAt('trace');
    expect(lines.find(({ msg }) => msg === 'settings')).to.deep.include({
      level: 'debug',
      public_url: 'https://domi.example.com',
      superseded_seconds: 86_400,
      store: '127.0.0.1:1',
      seal_keys: ['first'],
      tls: 'off',
      log_level: 'trace',
    });
    expect(lines.find(({ msg }) => msg === 'provider call')).to.include({
      level: 'debug',
      provider: 'zoom',
      grant_type: 'refresh_token',
      outcome: 'success',
      host: new URL(provider.url).host,
    });
    const head = lines.find(({ kind }) => kind === 'head');
    expect(head).to.deep.include({ level: 'trace', http_version: '1.1', encrypted: false, other_headers: 1 });
    expect(head?.['header_lengths']).to.include({ authorization: 'Bearer CANARY-token'.length, cookie: 8 });
    const access = lines.find(({ kind }) => kind === 'access');
    expect(access?.['request_id']).to.equal(head?.['request_id']);
  });

  it('are off by default', async () => {
    const lines = await refreshAt('info');
    expect(lines.filter(({ level }) => level === 'debug' || level === 'trace')).to.deep.equal([]);
  });
});

describe('a failure to start', () => {
  const CONFIG = { webPort: 443, managementPort: 8879 } as Config;
  const failure = (code: string, port?: number): Error => Object.assign(new Error('CANARY'), { code, port });

  for (const [what, error, text] of [
    [
      'a port that only root may use',
      failure('EACCES', 443),
      'no permission to listen on port 443 (ports below 1024 need the capability NET_BIND_SERVICE): set PORT to another one',
    ],
    [
      'a port that the system forbids',
      failure('EACCES', 8879),
      'no permission to listen on port 8879 (the system forbids it): set METRICSPORT to another one',
    ],
    ['an address that does not exist', failure('EADDRNOTAVAIL', 443), 'the service cannot start'],
    ['anything else', failure('EACCES'), 'the service cannot start'],
    ['no error at all', undefined, 'the service cannot start'],
  ] as const) {
    it(`because of ${what}, is one line that names port and variable if it can`, () => {
      const explained = explainFailure(error, CONFIG);
      expect(explained.text).to.equal(text);
      expect(JSON.stringify(explained.fields)).to.not.include('CANARY');
    });
  }
});
