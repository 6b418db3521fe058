import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { renderAclRules, STORE_COMMANDS } from '../../src/store/store-commands.ts';
import { type CertificateFiles, createCertificate, OPENSSL_MISSING } from '../helpers/certificate.ts';
import { send } from '../helpers/http.ts';
import { findRedis, type Redis, startRedis } from '../helpers/redis.ts';
import { type Serving, serveProcess, waitFor } from '../helpers/service-process.ts';
import { skipSuite } from '../helpers/skip.ts';

describe('a store with TLS and a private authority', function () {
  this.timeout(60_000);
  let program: string;
  let folder: string;
  let certificate: CertificateFiles;
  const servers: Redis[] = [];
  let service: Serving | undefined;

  before(async function () {
    program = (await findRedis()) ?? skipSuite(this, 'redis-server is not installed');
    folder = mkdtempSync(join(tmpdir(), 'domi-store-tls-'));
    certificate = createCertificate(folder) ?? skipSuite(this, OPENSSL_MISSING);
  });
  after(() => folder && rmSync(folder, { recursive: true }));
  afterEach(async () => {
    service?.process.kill('SIGKILL');
    await service?.exited;
    service = undefined;
    for (const server of servers.splice(0)) await server.kill();
  });

  /** @returns the port with TLS; the other one is for the test */
  async function start(more: readonly string[] = [], sentinelFile?: string): Promise<number> {
    const [port, tlsPort] = [await findFreePort(), await findFreePort()];
    const { cert, key } = certificate;
    const tls = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert];
    const options = ['--tls-port', String(tlsPort), ...tls, '--tls-auth-clients', 'no', ...more];
    servers.push(await startRedis(program, port, options, sentinelFile));
    return tlsPort;
  }

  /** What the service says first about the store. */
  async function connect(environment: Readonly<Record<string, string>>): Promise<string> {
    service = await serveProcess({ PORT: '0', METRICSPORT: '0', ...environment });
    const { output, management } = service;
    const line = await waitFor(() => /^.*"msg":"(?:store|store up|store down).*$/m.exec(output())?.[0]);
    const { msg, reason } = JSON.parse(line) as { msg: string; reason?: string };
    const { body } = await send(`${management}/metrics`);
    expect(body).to.include(`domi_store_up ${msg === 'store up' ? 1 : 0}\n`);
    return reason ?? msg;
  }

  const trust = (): Record<string, string> => ({ NODE_EXTRA_CA_CERTS: certificate.cert });

  it('as one server, with its address in a file: is used', async () => {
    const port = await start();
    const rules = renderAclRules(STORE_COMMANDS).split(' ');
    await servers[0]?.command('ACL', 'SETUSER', 'domi', 'on', '>p@ss,word', ...rules);
    const file = join(folder, 'url');
    writeFileSync(file, `rediss://domi:p%40ss%2Cword@localhost:${port}\n`);
    expect(await connect({ DOMI_STORE_URL_FILE: file, ...trust() })).to.equal('store up');
  });

  it('whose authority is not known: is not used, and the log says why', async () => {
    const port = await start();
    expect(await connect({ DOMI_STORE_URL: `rediss://localhost:${port}` })).to.match(/SELF_SIGNED/);
  });

  it('as a cluster that announces names: is used', async () => {
    const name = [
      '--cluster-announce-hostname',
      'localhost',
      '--cluster-preferred-endpoint-type',
      'hostname',
    ];
    const bus = ['--cluster-port', String(await findFreePort()), '--tls-cluster', 'yes'];
    const port = await start(['--cluster-enabled', 'yes', ...bus, ...name]);
    await servers[0]?.command('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    await waitFor(async () =>
      String(await servers[0]?.command('CLUSTER', 'INFO')).includes('cluster_state:ok'),
    );
    const DOMI_STORE_URL = `rediss://localhost:${port}`;
    expect(await connect({ DOMI_STORE_URL, DOMI_STORE_MODE: 'cluster', ...trust() })).to.equal('store up');
  });

  it('behind a Sentinel that announces names: is used', async () => {
    const port = await start();
    const file = join(folder, 'sentinel.conf');
    const names = ['sentinel resolve-hostnames yes', 'sentinel announce-hostnames yes'];
    writeFileSync(file, [...names, `sentinel monitor main localhost ${port} 1`, ''].join('\n'));
    const sentinel = await start(['--tls-replication', 'yes'], file);
    const DOMI_STORE_URL = `rediss://localhost:${sentinel}`;
    const mode = { DOMI_STORE_MODE: 'sentinel', DOMI_STORE_MASTER: 'main' };
    expect(await connect({ DOMI_STORE_URL, ...mode, ...trust() })).to.equal('store up');
  });
});
