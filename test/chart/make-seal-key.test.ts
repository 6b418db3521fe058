import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseSealKeys } from '../../src/sealing/seal-keys.ts';
import { createCertificate, OPENSSL_MISSING } from '../helpers/certificate.ts';
import { CHART, pick, renderChart } from '../helpers/render-chart.ts';
import { runNode } from '../helpers/service-process.ts';
import { skipSuite } from '../helpers/skip.ts';

const SCRIPT = join(CHART, 'files', 'make-seal-key.mjs');

interface SeenRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Against an API server of the test's own. */
describe('the program that makes the seal key', function () {
  this.timeout(60_000);

  let folder: string;
  let server: https.Server;
  let answer: { status: number; body: object };
  let requests: SeenRequest[];

  let environment: Record<string, string>;

  before(async function () {
    const values = { sealKeys: { existingSecret: '' } };
    const [container] = pick(await renderChart({ values }), 'Job').spec.template.spec.containers;
    environment = Object.fromEntries(
      container.env.map(({ name, value }: { name: string; value: string }) => [name, value]),
    );
    folder = mkdtempSync(join(tmpdir(), 'domi-account-'));
    const files = createCertificate(folder);
    if (files === undefined) return skipSuite(this, OPENSSL_MISSING);
    writeFileSync(join(folder, 'ca.crt'), readFileSync(files.cert));
    writeFileSync(join(folder, 'token'), 'account-token\n');
    writeFileSync(join(folder, 'namespace'), 'mail');
    server = https.createServer({ key: readFileSync(files.key), cert: readFileSync(files.cert) });
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        const { method, url, headers } = request;
        requests.push({ method, url, authorization: headers.authorization, body });
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => {
    server?.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    requests = [];
  });

  /** As the Job runs it, but for the account and the address of the API server. */
  function run(host = 'localhost'): ReturnType<typeof runNode>['exited'] {
    return runNode([SCRIPT], {
      ...environment,
      ACCOUNT_FOLDER: folder,
      KUBERNETES_SERVICE_HOST: host,
      KUBERNETES_SERVICE_PORT: String((server.address() as AddressInfo).port),
    }).exited;
  }
  const madeKey = (): string => JSON.parse(requests[0]?.body ?? '{}').stringData['seal-keys'];

  it('no Secret, when run twice, then it asks for one each time, with another key that the service accepts', async () => {
    answer = { status: 201, body: {} };
    const { code, output } = await run();
    expect(code, output).to.equal(0);
    expect(requests[0]).to.include({
      method: 'POST',
      url: '/api/v1/namespaces/mail/secrets',
      authorization: 'Bearer account-token',
    });
    expect(JSON.parse(requests[0]?.body ?? '').metadata).to.deep.equal({
      name: 'domi-seal-keys',
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: {
        'helm.sh/resource-policy': 'keep',
        'meta.helm.sh/release-name': 'domi',
        'meta.helm.sh/release-namespace': 'mail',
      },
    });
    const first = madeKey();
    expect(parseSealKeys(first)).to.have.length(1);
    expect(output).to.not.include(first);
    requests = [];
    await run();
    expect(madeKey()).to.not.equal(first);
  });

  it('a Secret that is there, when run, then it stays and that is no failure', async () => {
    answer = { status: 409, body: { message: 'secrets "domi-seal-keys" already exists' } };
    const { code, output } = await run();
    expect(code).to.equal(0);
    expect(output).to.equal('Secret domi-seal-keys is there already and stays as it is\n');
    expect(requests).to.have.length(1);
  });

  it('rights that are missing, when run, then it fails with the words of the API server and without the key', async () => {
    answer = { status: 403, body: { message: 'secrets is forbidden: exceeded quota' } };
    const { code, output } = await run();
    expect(code).to.equal(1);
    expect(output).to.include('answers 403: secrets is forbidden: exceeded quota').and.not.include(madeKey());
  });

  it('an API server with a certificate for another name, when run, then it sends nothing', async () => {
    const { code, output } = await run('127.0.0.1');
    expect(code).to.equal(1);
    expect(output).to.match(/^the API server at 127\.0\.0\.1:\d+ cannot be asked: /);
    expect(requests).to.deep.equal([]);
  });
});
