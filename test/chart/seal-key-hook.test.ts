import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseSealKeys } from '../../src/sealing/seal-keys.ts';
import { createCertificate, OPENSSL_MISSING } from '../helpers/certificate.ts';
import {
  findSchemaFaults,
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
} from '../helpers/kubernetes-schemas.ts';
import { CHART, listKind, type Manifest, pick, renderChart, tryToRender } from '../helpers/render-chart.ts';
import { runNode } from '../helpers/service-process.ts';
import { skipSuite } from '../helpers/skip.ts';

const GENERATED = { sealKeys: { existingSecret: '' }, networkPolicy: { enabled: true } };
const SCRIPT = join(CHART, 'files', 'make-seal-key.mjs');

describe('the Job that makes the seal key', function () {
  this.timeout(60_000);

  let hooks: Manifest[];
  before(async () => {
    const manifests = await renderChart({ values: GENERATED });
    hooks = manifests.filter(({ metadata }) => metadata.name === 'domi-make-seal-key');
  });

  it('a release without a Secret of its own, when rendered, then a key is in no manifest', async () => {
    const { stdout } = await tryToRender({ values: GENERATED });
    expect(stdout).to.not.match(/^kind: Secret$/m);
    expect(stdout).to.not.match(/k1:[\w-]{40}/);
  });

  it('a release with a Secret of its own, when rendered, then there is no Job and no right to anything', async () => {
    const kinds = (await renderChart({})).map(({ kind }) => kind);
    expect(kinds).to.not.include.members(['Job']).and.not.include.members(['Role']);
  });

  it('its resources, by their kinds, then each comes before the installation and goes after it', () => {
    expect(hooks.map(({ kind }) => kind).sort()).to.deep.equal([
      'ConfigMap',
      'Job',
      'NetworkPolicy',
      'Role',
      'RoleBinding',
      'ServiceAccount',
    ]);
    for (const { kind, metadata } of hooks) {
      expect(metadata.annotations, kind).to.include({
        'helm.sh/hook': 'pre-install,pre-upgrade',
        'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
      });
    }
    const weights = hooks.map(({ kind, metadata }) => [
      kind,
      Number(metadata.annotations?.['helm.sh/hook-weight']),
    ]);
    const { Job: last, ...others } = Object.fromEntries(weights) as Record<string, number>;
    for (const weight of Object.values(others)) expect(weight).to.be.lessThan(last ?? Number.NaN);
  });

  it('its rights, by the Role, then it creates Secrets and reads none', () => {
    expect(pick(hooks, 'Role')['rules']).to.deep.equal([
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    ]);
    const [subject] = pick(hooks, 'RoleBinding')['subjects'];
    expect(subject).to.deep.equal({ kind: 'ServiceAccount', name: 'domi-make-seal-key', namespace: 'mail' });
  });

  it('its pod, by the Pod Security Standard, then restricted, and no pod of the Services', async () => {
    const { metadata, spec } = pick(hooks, 'Job').spec.template;
    expect(spec.securityContext).to.deep.include({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec.containers[0].securityContext).to.deep.equal({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    for (const { spec: service } of listKind(await renderChart({}), 'Service')) {
      expect(metadata.labels).to.not.include(service.selector);
    }
  });

  it('where the pods of the service may run, for its pod and that of helm test, then there too', async () => {
    const values = {
      sealKeys: { existingSecret: '' },
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'mail', operator: 'Exists' }],
      affinity: { nodeAffinity: {} },
      priorityClassName: 'high',
      imagePullSecrets: [{ name: 'registry' }],
    };
    const manifests = await renderChart({ values });
    const { sealKeys: _, ...placement } = values;
    for (const spec of [pick(manifests, 'Job').spec.template.spec, pick(manifests, 'Pod').spec]) {
      expect(spec).to.deep.include(placement);
    }
  });

  for (const version of Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[]) {
    it(`its resources, by the schemas of Kubernetes ${version}, then valid`, async () => {
      for (const hook of hooks) expect(await findSchemaFaults(hook, version), hook.kind).to.deep.equal([]);
    });
  }

  describe('its program', () => {
    let folder: string;
    let server: https.Server;
    let answer: { status: number; body: object };
    let requests: {
      method: string | undefined;
      url: string | undefined;
      authorization: string | undefined;
      body: string;
    }[];

    before(async function () {
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
      const environment: Record<string, string> = {};
      for (const { name, value } of pick(hooks, 'Job').spec.template.spec.containers[0].env)
        environment[name] = value;
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
      expect(output)
        .to.include('answers 403: secrets is forbidden: exceeded quota')
        .and.not.include(madeKey());
    });

    it('an API server with a certificate for another name, when run, then it sends nothing', async () => {
      const { code, output } = await run('127.0.0.1');
      expect(code).to.equal(1);
      expect(output).to.match(/^the API server at 127\.0\.0\.1:\d+ cannot be asked: /);
      expect(requests).to.deep.equal([]);
    });
  });
});
