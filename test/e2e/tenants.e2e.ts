import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { findKubernetesTools } from '../../scripts/kubernetes-tools.ts';
import { pick, ROOT, renderChart, runProgram } from '../helpers/render-chart.ts';
import { bundleSecrets } from '../manifests/bundle-secrets.ts';
import { apply, kubectl, listHelms, listPods, needCluster, say } from './cluster.ts';
import { ask, moveIn, readSeen, toValues } from './company.ts';
import { createHelmRelease } from './helm-release.ts';
import { createNamespace, deleteNamespace } from './namespaces.ts';

/** Two hundred show that it works; DOMI_E2E_TENANTS=10000 shows how long it takes. */
const COUNT = Number(process.env['DOMI_E2E_TENANTS'] ?? 200);
const HOST = 'd.example.com';
const PROVIDERS = ['zoom', 'teams', 'webex', 'gotomeeting'];
const SECRETS_FOLDER = '/run/secrets/domi-tenants';

interface Report {
  readonly hash: string;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly kept: readonly string[];
  readonly files: { readonly written: readonly string[] };
}

describe(`${COUNT} tenants, from files in a folder to pods that serve`, () => {
  let namespace: string;
  let folder: string;
  const values = toValues({
    publicUrl: '',
    apps: {},
    config: {
      ...(toValues() as { config: object }).config,
      builtTenants: { name: 'domi-tenants', shards: 128 },
    },
    tenantSecrets: { folder: SECRETS_FOLDER },
    replicaCount: 3,
    resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '1Gi' } },
  });

  before(async function () {
    await needCluster(this);
    folder = mkdtempSync(join(tmpdir(), 'domi-e2e-tenants-'));
    namespace = await createNamespace('tenants');
    await moveIn(namespace);
    writeFileSync(join(folder, 'values.json'), JSON.stringify(values));
    const manifests = await renderChart({ valuesFile: join(folder, 'values.json') });
    const ownFile = pick(manifests, 'ConfigMap', 'domi-config')['data'];
    writeFileSync(join(folder, '10-values.yaml'), ownFile['10-values.yaml']);
    mkdirSync(join(folder, 'tenants'));
    for (let number = 0; number < COUNT; number += 1) writeTenant(`t${number}`, `t${number}`);
  });
  after(async () => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
    await deleteNamespace(namespace);
  });

  const fileOf = (id: string): string => join(folder, 'tenants', `${id}.yaml`);

  function writeTenant(id: string, path: string): void {
    const app = (provider: string): string =>
      `  ${provider}:\n    clientId: { value: client-of-${id} }\n    clientSecret: { secret: ${provider} }\n`;
    const head = `publicUrl: https://${HOST}/${path}\ndisplayName: Tenant ${id}\nproviders:\n`;
    writeFileSync(fileOf(id), head + PROVIDERS.map(app).join(''));
  }

  async function build(...options: string[]): Promise<{ code: number | null; report: Report }> {
    const since = performance.now();
    const paths = [join(folder, 'tenants'), join(folder, 'manifests')];
    const args = ['--with', join(folder, '10-values.yaml'), '--secret-store', 'vault', '--json', ...options];
    const { code, stdout, stderr } = await runProgram('env', [
      `DOMI_TENANT_SECRETS=${SECRETS_FOLDER}`,
      'DOMI_ALLOW_INSECURE_PROVIDERS=true',
      ...[process.execPath, join(ROOT, 'src', 'cli.ts'), 'tenants', 'build', ...paths, ...args],
    ]);
    expect(stdout, stderr).to.match(/^\{/);
    const report = JSON.parse(stdout) as Report;
    say(`build: exit code ${code}, ${report.files.written.length} files written`, since);
    return { code, report };
  }

  /** `kubectl apply`, and what the operator of a secret store does. */
  async function publish(written: readonly string[]): Promise<void> {
    const since = performance.now();
    const read = (name: string): string => readFileSync(join(folder, 'manifests', name), 'utf8');
    const secrets = written
      .filter((name) => name.startsWith('external-secret-'))
      .map((name) => ({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: parse(read(name)).spec.target.name },
        stringData: bundleSecrets({ [name]: read(name) }, (key, property) => `${property} of ${key}`),
      }));
    const maps = readdirSync(join(folder, 'manifests')).filter((name) => name.startsWith('configmap-'));
    if (secrets.length > 0) await apply(namespace, secrets);
    await apply(
      namespace,
      maps.map((name) => parse(read(name)) as object),
    );
    say(`applied ${maps.length} ConfigMaps and ${secrets.length} changed Secrets`, since);
  }

  async function waitForPods(hash: string): Promise<void> {
    const since = performance.now();
    const path = [dirname(findKubernetesTools().kubectl), process.env['PATH']].join(delimiter);
    const script = join(ROOT, 'scripts', 'wait-for-configuration.sh');
    const { code, stdout, stderr } = await runProgram('env', [
      `PATH=${path}`,
      `NAMESPACE=${namespace}`,
      ...['sh', script, hash, '400'],
    ]);
    expect(code, stderr).to.equal(0);
    say(stdout.trim(), since);
  }

  /** Of the start of a sign-in, at each pod: 302 when the tenant is served, 404 when there is none, 503 when it has a fault. */
  async function askForStarts(path: string): Promise<number[]> {
    const addresses = (await listPods(namespace)).map(
      ({ status }) => `http://${status.podIP}:8878/${path}/dominoZoom/index.html|${HOST}`,
    );
    return (await ask(namespace, ...addresses)).map(({ status }) => status);
  }

  async function bring(change: () => void, ...options: string[]): Promise<Report> {
    change();
    const since = performance.now();
    const { report } = await build(...options);
    await publish(report.files.written);
    await waitForPods(report.hash);
    say('from the change of the file to the last pod', since);
    return report;
  }

  it('all of them built, applied and installed, then every pod serves them, with the secret of each', async () => {
    const since = performance.now();
    const { code, report } = await build('--shards', '128');
    expect(code).to.equal(0);
    expect(report.added).to.have.length(COUNT);
    await publish(report.files.written);
    await createHelmRelease(listHelms()[0] ?? '', 'domi', namespace).install(values);
    await waitForPods(report.hash);
    say('from the folder to the last pod', since);
    expect(await askForStarts('t0')).to.deep.equal([302, 302, 302]);
    const [answer] = await ask(namespace, `http://domi/t${COUNT - 1}/dominoZoomRefresh|${HOST}|a-token`);
    expect(answer?.status, answer?.body).to.equal(200);
    expect((await readSeen(namespace)).latest).to.equal(`zoom of domi/t${COUNT - 1}`);
  });

  it('one comes, then every pod serves it, and no release was needed', async () => {
    const report = await bring(() => writeTenant('newcomer', 'newcomer'));
    expect(report.added).to.deep.equal(['newcomer']);
    const maps = report.files.written.filter((name) => name.startsWith('configmap-'));
    expect(maps).to.have.length(1);
    expect(await askForStarts('newcomer')).to.deep.equal([302, 302, 302]);
    const [answer] = await ask(namespace, `http://domi/newcomer/dominoZoomRefresh|${HOST}|another-token`);
    expect(answer?.status, answer?.body).to.equal(200);
  });

  it('one changes its address, then the new one is served and the old one is unknown', async () => {
    const report = await bring(() => writeTenant('t1', 'moved'));
    expect(report.changed).to.deep.equal(['t1']);
    expect(await askForStarts('moved')).to.deep.equal([302, 302, 302]);
    expect(await askForStarts('t1')).to.deep.equal([404, 404, 404]);
  });

  it('one has a fault while another one changes, then it is served as before, and the other one is new', async () => {
    const report = await bring(() => {
      writeFileSync(fileOf('t2'), 'publicurl: nonsense\n');
      writeTenant('t3', 'third');
    }, '--keep-going');
    expect(report.kept).to.deep.equal(['t2']);
    expect(await askForStarts('t2')).to.deep.equal([302, 302, 302]);
    expect(await askForStarts('third')).to.deep.equal([302, 302, 302]);
  });

  it('one leaves, then every pod has forgotten it, and nobody else notices', async () => {
    const report = await bring(() => rmSync(fileOf('t2')));
    expect(report.removed).to.deep.equal(['t2']);
    expect(await askForStarts('t2')).to.deep.equal([404, 404, 404]);
    expect(await askForStarts('t4')).to.deep.equal([302, 302, 302]);
    const pods = await listPods(namespace);
    expect(pods.map(({ status }) => status.containerStatuses?.[0]?.restartCount)).to.deep.equal([0, 0, 0]);
    await kubectl(['--namespace', namespace, 'rollout', 'status', 'deployment/domi', '--timeout=10s']);
  });
});
