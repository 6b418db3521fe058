import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { type Authority, createAuthority } from '../helpers/authority.ts';
import { OPENSSL_MISSING } from '../helpers/certificate.ts';
import { startForwardProxy } from '../helpers/forward-proxy.ts';
import { skipSuite } from '../helpers/skip.ts';
import { formatResponse, startSocketServer } from '../helpers/socket-server.ts';
import { CLIENT_NAMES } from '../upstream/both-senders.ts';

const PROGRAM = 'test/connections/print-call.ts';

/** `ulimit` of a shell holds for the process that it becomes. */
async function run(args: readonly string[], environment = {}, limit = ''): Promise<string> {
  const shell = `${limit} exec "$@"`;
  const { stdout } = await promisify(execFile)(
    'sh',
    ['-c', shell, 'sh', process.execPath, PROGRAM, ...args],
    {
      env: { PATH: process.env['PATH'], ...environment },
    },
  );
  return stdout.trim();
}

describe('calls of a process', function () {
  this.timeout(30_000);

  for (const client of CLIENT_NAMES) {
    it(`without a free file descriptor, when ${client} sends: have sent nothing`, async () => {
      const server = await startSocketServer((socket) => void socket.write(formatResponse('{}')));
      const url = `http://127.0.0.1:${server.port}/`;
      const result = await run([client, url, '-', 'no-descriptors'], {}, 'ulimit -n 100;');
      expect(result).to.equal('provider_unreachable: EMFILE');
      expect(server.connections).to.equal(0);
      await server.stop();
    });
  }

  describe('with the authority of a company', () => {
    let folder: string;
    let authority: Authority | undefined;

    before(function () {
      folder = mkdtempSync(join(tmpdir(), 'domi-ca-'));
      authority = createAuthority(folder);
      if (authority === undefined) skipSuite(this, OPENSSL_MISSING);
    });
    after(() => rmSync(folder, { recursive: true }));

    for (const client of CLIENT_NAMES) {
      it(`in NODE_EXTRA_CA_CERTS, when ${client} sends: trust provider and proxy, and without it neither`, async () => {
        if (authority === undefined) throw new Error('no authority');
        const tls = authority.issue('IP:127.0.0.1');
        const server = await startSocketServer(
          (socket) => void socket.on('data', () => socket.write(formatResponse('{}'))),
          { tls },
        );
        const proxy = await startForwardProxy(tls);
        const url = `https://127.0.0.1:${server.port}/`;
        const trust = { NODE_EXTRA_CA_CERTS: authority.file };
        try {
          expect(await run([client, url], trust)).to.equal('200');
          expect(await run([client, url, proxy.url.href], trust)).to.equal('200');
          expect(proxy.received).to.have.length(1);
          const code = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';
          expect(await run([client, url])).to.equal(`provider_unreachable: ${code}`);
          expect(await run([client, url, proxy.url.href])).to.equal(
            `provider_unreachable: the proxy cannot be reached: ${code}`,
          );
        } finally {
          await server.stop();
          await proxy.stop();
        }
      });
    }
  });
});
