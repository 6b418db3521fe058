import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Image, readArchive } from '../../scripts/image/read-archive.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { type Running, type Serving, waitFor, waitUntilServing } from '../helpers/service-process.ts';
import { type Podman, ROOT } from './podman.ts';
import { type PreparedImage, prepareImage } from './prepare-image.ts';

/** As Kubernetes runs it under the Pod Security Standard "restricted", and with no folder to write to at all. */
const RESTRICTED = [
  ...['--rm', '--pull=never', '--read-only', '--read-only-tmpfs=false', '--user=65532'],
  ...['--cap-drop=all', '--security-opt=no-new-privileges', '--memory=256m', '--pids-limit=64'],
];

const VERSION = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;

describe('the image', function () {
  this.timeout(120_000);
  let prepared: PreparedImage;
  let podman: Podman;
  let image: Image;
  let folder: string;
  let provider: ScriptedProvider;
  const containers: string[] = [];

  before(async function () {
    prepared = await prepareImage(this);
    podman = prepared.podman;
    folder = mkdtempSync(join(tmpdir(), 'domi-container-'));
    mkdirSync(join(folder, 'config'));
    const archive = join(folder, 'image.tar');
    await podman('save', '--format', 'docker-archive', '--output', archive, prepared.tag);
    mkdirSync(join(folder, 'unpacked'));
    image = readArchive(archive, join(folder, 'unpacked'));
    provider = await createScriptedProvider();
    writeFileSync(join(folder, 'config', 'providers.json'), JSON.stringify(provider.providerFile));
  });

  after(async () => {
    for (const name of containers) await podman('rm', '--force', name);
    await provider?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });

  const files = (): string[] => image.layers.flatMap((layer) => layer.files.map(({ path }) => path));

  interface RunOptions {
    readonly options?: readonly string[];
    readonly environment?: Record<string, string>;
    readonly args?: readonly string[];
  }

  function run({ options = RESTRICTED, environment = {}, args = [] }: RunOptions = {}): Running & {
    name: string;
  } {
    const name = `domi-test-${process.pid}-${containers.length}`;
    containers.push(name);
    const variables = { ...TEST_ENVIRONMENT, ...INSECURE, DOMI_CONFIG: '/config', ...environment };
    const running = podman.run(
      ...['--name', name, ...options, '--volume', `${folder}/config:/config:ro`],
      ...Object.entries(variables).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      ...[prepared.tag, ...args],
    );
    return { ...running, name };
  }

  async function serve(options: RunOptions = {}): Promise<Serving & { name: string }> {
    const running = run(options);
    return { ...(await waitUntilServing(running)), name: running.name };
  }

  async function findPid(name: string): Promise<string> {
    const { stdout } = await podman('inspect', '--format', '{{.State.Pid}}', name);
    return stdout.trim();
  }

  describe('what is in it', () => {
    it('npm run image, when it has built, prints size, layers and packages', () => {
      expect(prepared.report).to.match(/: \d+\.\d MB, 4 layers, built by podman\n/);
      expect(prepared.report).to.match(/\d+\.\d MB {2}\d+ files {2}.*COPY.* in dist/);
      expect(prepared.report).to.match(/npm packages \(\d+\): .*\bkoa \d/);
      expect(prepared.report).to.match(/Debian packages \(\d+\): .*\blibc6 \d/);
    });

    it('of programs, only Node and the command line of the service can be executed', () => {
      const programs = image.layers
        .flatMap((layer) => layer.files)
        .filter(({ mode, path }) => /x/.test(mode) && mode.startsWith('-') && !/\.so[.\d]*$/.test(path))
        .map(({ path }) => path)
        .filter((path) => !path.startsWith('/app/node_modules/'));
      expect(programs).to.deep.equal(['/usr/local/bin/node', '/app/dist/cli.js']);
      expect(files().filter((path) => /\/(sh|bash|dash|busybox|npm|npx|apt|dpkg)$/.test(path))).to.deep.equal(
        [],
      );
    });

    it('of npm packages, exactly those of the lock file that production needs', () => {
      const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
        packages: Record<
          string,
          { version: string; dev?: boolean; devOptional?: boolean; optional?: boolean }
        >;
      };
      const expected = Object.entries(packages)
        .filter(([path, { dev, devOptional, optional }]) => path && !dev && !devOptional && !optional)
        .map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')} ${version}`);
      const found = image.npmPackages.map(({ name, version }) => `${name} ${version}`);
      expect(found.sort()).to.deep.equal(expected.sort());
    });

    it('exactly what its list says: npm packages, Debian packages, and Node', () => {
      const listed = prepared.sbom.components.map(({ name, version }) => `${name} ${version}`);
      const found = [
        ...new Set(image.npmPackages.map(({ name, version }) => `${name} ${version}`)),
        ...image.debianPackages.map(({ name, version }) => `${name} ${version}`),
        `node ${image.nodeVersion}`,
      ];
      expect(listed.sort()).to.deep.equal(found.sort());
      expect(image.nodeVersion).to.equal(process.versions.node);
    });

    it('of the service, the compiled modules and their assets: no sources, no tests, no sandbox, no settings', () => {
      const own = files().filter(
        (path) => path.startsWith('/app/') && !path.startsWith('/app/node_modules/'),
      );
      expect(own.filter((path) => !path.startsWith('/app/dist/'))).to.have.members([
        '/app/LICENSE',
        '/app/package.json',
      ]);
      expect(own).to.include.members(['/app/dist/cli.js', '/app/dist/pages/templates/token.eta']);
      expect(own.filter((path) => /sandbox|test/.test(path))).to.deep.equal([]);
    });

    it('of TypeScript and source maps, nothing, in packages neither', () => {
      expect(files().filter((path) => /\.([mc]?ts|map)$/.test(path))).to.deep.equal([]);
    });

    it('of files, none that the service could change and none that gives rights', () => {
      const faults = image.layers
        .flatMap((layer) => layer.files)
        .filter(
          ({ mode, owner }) =>
            owner !== '0/0' || /[st]/i.test(mode) || (mode.startsWith('-') && mode.slice(4).includes('w')),
        )
        .map(({ path, owner, mode }) => `${path} ${owner} ${mode}`);
      expect(faults.slice(0, 5)).to.deep.equal([]);
    });

    it('of the build, no certificate, no registry settings and no build argument', () => {
      expect(files().filter((path) => /npmrc|ca\.crt|\.git\b|\.env/.test(path))).to.deep.equal([]);
      expect(JSON.stringify(image.config)).to.not.include('/run/ca.crt');
    });

    it('of settings, a user, labels, ports, and a command without a shell', () => {
      const { config } = image.config;
      expect(config.User).to.equal('65532:65532');
      expect(Object.keys(config.ExposedPorts ?? {})).to.have.members(['8878/tcp', '8879/tcp']);
      expect(config.Entrypoint?.[0]).to.equal('/usr/local/bin/node');
      expect(config.Cmd).to.deep.equal(['serve']);
      const label = (name: string): string => config.Labels?.[`org.opencontainers.image.${name}`] ?? '';
      expect(label('version')).to.equal(VERSION);
      expect(label('revision')).to.match(/^[0-9a-f]{40}(-changed)?$|^unknown$/);
      expect(label('source')).to.match(/^https:\/\/github\.com\//);
      expect(label('created')).to.match(/^\d{4}-\d\d-\d\dT/);
      expect(label('base.name')).to.match(/^docker\.io\/library\/node:\d+-/);
    });
  });

  describe('running read-only, as 65532, without any capability', () => {
    let serving: Serving & { name: string };
    before(async () => {
      serving = await serve();
    });

    it('serves pages, the Notes client and probes', async () => {
      expect((await send(`${serving.web}/`)).status).to.equal(200);
      expect((await send(`${serving.web}/diag`)).status).to.equal(200);
      expect((await send(`${serving.web}/dominoZoom/index.html`)).status).to.equal(302);
      expect((await send(`${serving.web}/dominoZoomRefresh`)).status).to.equal(401);
      const answer = await send(`${serving.web}/dominoZoomRefresh`, {
        headers: { authorization: 'Bearer RT-container' },
      });
      expect(answer.status).to.equal(200);
      expect(JSON.parse(answer.body)).to.include({ access_token: 'AT' });
      for (const path of ['/readyz', '/livez'])
        expect((await send(serving.management + path)).status).to.equal(200);
      const { body } = await send(`${serving.management}/metrics`);
      const revision = image.config.config.Labels?.['org.opencontainers.image.revision'];
      expect(body).to.include(`domi_build_info{version="${VERSION}",commit="${revision}"} 1`);
    });

    it('is one process, without rights and without a way to get some', async () => {
      const pid = await findPid(serving.name);
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      expect(status).to.match(/^Uid:\t65532\t65532\t65532\t65532$/m);
      expect(status)
        .to.match(/^CapEff:\t0+$/m)
        .and.match(/^CapBnd:\t0+$/m);
      expect(status).to.match(/^NoNewPrivs:\t1$/m);
      expect(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')).to.equal('');
    });

    it('has a heap that fits into the memory limit of the container', async () => {
      const script = "console.log(require('node:v8').getHeapStatistics().heap_size_limit / 2 ** 20)";
      const { stdout } = await podman('exec', serving.name, '/usr/local/bin/node', '--eval', script);
      expect(Number(stdout), 'MiB of 256').to.be.within(128, 192);
    });

    it('G4 opens no debugger on SIGUSR1', async () => {
      await podman('kill', '--signal', 'USR1', serving.name);
      // Later than the signal, since it is answered by the same process.
      expect((await send(`${serving.management}/livez`)).status).to.equal(200);
      const pid = await findPid(serving.name);
      expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')).to.include('--disable-sigusr1');
      // 9229, the port of the debugger.
      for (const table of ['tcp', 'tcp6'])
        expect(readFileSync(`/proc/${pid}/net/${table}`, 'utf8')).to.not.match(/:240D /);
      expect(serving.output()).to.not.match(/debugger/i);
    });

    it('has no shell to open', async () => {
      for (const shell of ['sh', '/bin/sh', '/bin/bash', '/bin/busybox']) {
        const { code } = await podman('exec', serving.name, shell, '-c', 'true');
        expect(code, shell).to.be.oneOf([126, 127]);
      }
    });

    it('on SIGTERM ends with 0, long before anybody kills it', async () => {
      await podman('stop', '--time', '60', serving.name);
      const { code, output } = await serving.exited;
      expect(code).to.equal(0);
      expect(output).to.match(/"msg":"stopped"\}\n$/);
    });
  });

  it('as the first process of a container, loses no SIGTERM that comes while it starts', async () => {
    const slow = join(folder, 'config', 'slow.pipe');
    execFileSync('mkfifo', [slow]);
    try {
      // Only the configuration itself may be a pipe.
      const running = run({ environment: { DOMI_CONFIG: '/config/slow.pipe' } });
      const writer = await open(slow, 'w');
      await podman('kill', '--signal', 'TERM', running.name);
      await writer.writeFile('{}');
      await writer.close();
      expect((await running.exited).code).to.equal(0);
    } finally {
      rmSync(slow);
    }
  });

  it('with a wrong configuration, ends with 78 and says what is wrong', async () => {
    const { code, output } = await run({ environment: { PORT: 'x', DOMI_SEAL_KEYS: 'CANARY' } }).exited;
    expect(code).to.equal(78);
    expect(output)
      .to.match(/PORT: /)
      .and.match(/DOMI_SEAL_KEYS: /)
      .and.not.match(/CANARY/);
  });

  it('with other arguments, is the command line', async () => {
    const { code, output } = await run({ args: ['check'] }).exited;
    expect(code, output).to.equal(0);
    expect(output).to.include('4 enabled provider(s)');
  });

  it('as any other user id, starts as well', async () => {
    const options = RESTRICTED.map((option) => option.replace('--user=65532', '--user=1000680000:0'));
    const serving = await serve({ options });
    expect((await send(`${serving.management}/readyz`)).status).to.equal(200);
    await podman('stop', serving.name);
    expect((await serving.exited).code).to.equal(0);
  });

  it('with a changed provider file, takes it up while it runs', async () => {
    const serving = await serve();
    const isOffered = async (): Promise<boolean> =>
      (await send(`${serving.web}/`)).body.includes('Meet Here');
    expect(await isOffered()).to.equal(false);
    const { zoom } = provider.providerFile.providers as { zoom: object };
    const changed = {
      providers: { ...provider.providerFile.providers, zoom: { ...zoom, label: 'Meet Here' } },
    };
    writeFileSync(join(folder, 'config', 'providers.json'), JSON.stringify(changed));
    await podman('kill', '--signal', 'HUP', serving.name);
    await waitFor(isOffered);
    await podman('stop', serving.name);
    expect((await serving.exited).code).to.equal(0);
  });

  it('where it could write, writes nothing', async () => {
    const options = ['--pull=never'];
    const serving = await serve({ options });
    await send(`${serving.web}/`);
    await send(`${serving.web}/dominoZoomRefresh`, { headers: { authorization: 'Bearer RT-writable' } });
    await podman('stop', serving.name);
    await serving.exited;
    const idle = run({ options, args: ['--version'] });
    await idle.exited;
    const listChanges = async (name: string): Promise<string[]> =>
      (await podman('diff', name)).stdout.trim().split('\n').sort();
    expect(await listChanges(serving.name)).to.deep.equal(await listChanges(idle.name));
  });
});
