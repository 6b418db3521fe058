import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createCertificate, OPENSSL_MISSING } from '../helpers/certificate.ts';
import { sealKeyOf } from '../helpers/seal-keys.ts';
import { skipSuite } from '../helpers/skip.ts';
import { kubectl, listHelms, listPods, needCluster, type Pod, putData, waitFor } from './cluster.ts';
import { type Answer, ask, moveIn, readSeen, toValues } from './company.ts';
import { createHelmRelease } from './helm-release.ts';
import { createNamespace, deleteNamespace } from './namespaces.ts';

/** The kubelet looks at mounted objects about once a minute, and its cache may be a minute old. */
const SECONDS = 180;

const toTenants = (...ids: string[]): Record<string, string> => ({
  '20-tenants.yaml': JSON.stringify({
    tenants: Object.fromEntries(
      ids.map((id) => [id, { publicUrl: `https://${id}.example.com`, providers: { zoom: {} } }]),
    ),
  }),
});

describe('certificates, keys and provider files changed in place', () => {
  let namespace: string;
  let pods: readonly Pod[];

  /** Asks every pod for itself. */
  const askPods = async (port: number, rest: string): Promise<Answer[]> =>
    ask(namespace, ...pods.map(({ status }) => `https://${status.podIP}:${port}${rest}`));

  const readConfigHashes = async (): Promise<(string | undefined)[]> =>
    (await askPods(8879, '/metrics')).map(({ body }) => /domi_config_info\{hash="(\w+)"\} 1/.exec(body)?.[1]);

  /** @returns the serial number of the new certificate; undefined without openssl */
  async function putCertificate(folder: string): Promise<string | undefined> {
    const files = createCertificate(folder);
    if (files === undefined) return undefined;
    const text = readFileSync(files.cert, 'utf8');
    const data = { 'tls.key': readFileSync(files.key, 'utf8'), 'tls.crt': text };
    await putData(namespace, 'Secret', 'domi-tls', data);
    return new X509Certificate(text).serialNumber;
  }

  let folder: string;
  let serial: string;

  before(async function () {
    await needCluster(this);
    folder = mkdtempSync(join(tmpdir(), 'domi-e2e-'));
    namespace = await createNamespace('changes');
    await moveIn(namespace);
    serial = (await putCertificate(folder)) ?? skipSuite(this, OPENSSL_MISSING);
    await putData(namespace, 'Secret', 'keys', { 'seal-keys': `k1:${sealKeyOf(1)}` });
    await putData(namespace, 'ConfigMap', 'tenants', toTenants('acme'));
    const { config } = toValues() as { config: object };
    const values = toValues({
      publicUrl: '',
      config: { ...config, existingConfigMaps: ['tenants'] },
      sealKeys: { existingSecret: 'keys' },
      tls: { existingSecret: 'domi-tls' },
      replicaCount: 3,
    });
    await createHelmRelease(listHelms()[0] ?? '', 'domi', namespace).install(values);
    pods = await listPods(namespace);
  });
  after(async () => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
    await deleteNamespace(namespace);
  });

  it('a provider file with one tenant more, then every pod serves it and shows the same new hash', async () => {
    const [hash] = await readConfigHashes();
    expect(hash).to.be.a('string');
    await putData(namespace, 'ConfigMap', 'tenants', toTenants('acme', 'globex'));
    await waitFor('every pod has the new configuration', SECONDS, async () => {
      const hashes = await readConfigHashes();
      return hashes.every((one) => one !== undefined && one !== hash && one === hashes[0]) || undefined;
    });
    const answers = await askPods(8878, '/|globex.example.com');
    expect(answers.map(({ status }) => status)).to.deep.equal(pods.map(() => 200));
  });

  it('a provider file that cannot be parsed, then every pod keeps the last good one and says so', async () => {
    const hashes = await readConfigHashes();
    await putData(namespace, 'ConfigMap', 'tenants', { '20-tenants.yaml': 'tenants: [' });
    await waitFor('every pod reports the refused reload', SECONDS, async () => {
      const answers = await askPods(8879, '/metrics');
      return answers.every(({ body }) => /^domi_config_last_reload_successful 0$/m.test(body)) || undefined;
    });
    expect(await readConfigHashes()).to.deep.equal(hashes);
    const answers = await askPods(8878, '/|globex.example.com');
    expect(answers.map(({ status }) => status)).to.deep.equal(pods.map(() => 200));
    await putData(namespace, 'ConfigMap', 'tenants', toTenants('acme', 'globex'));
    await waitFor('every pod has read the right one', SECONDS, async () => {
      const metrics = await askPods(8879, '/metrics');
      return metrics.every(({ body }) => /^domi_config_last_reload_successful 1$/m.test(body)) || undefined;
    });
  });

  it('a new certificate, then every pod presents it on both ports', async () => {
    expect((await askPods(8879, '/livez')).map((answer) => answer.serial)).to.deep.equal(
      pods.map(() => serial),
    );
    const fresh = await putCertificate(folder);
    await waitFor('every pod presents the new certificate', SECONDS, async () => {
      const answers = [...(await askPods(8878, '/|acme.example.com')), ...(await askPods(8879, '/livez'))];
      return answers.every((answer) => answer.serial === fresh) || undefined;
    });
  });

  it('the seal keys in the two steps of a rotation, then every pod has them', async () => {
    for (const keys of [`k1:${sealKeyOf(1)},k2:${sealKeyOf(2)}`, `k2:${sealKeyOf(2)},k1:${sealKeyOf(1)}`]) {
      await putData(namespace, 'Secret', 'keys', { 'seal-keys': keys });
      await waitFor(`every pod seals with ${keys.slice(0, 2)} of two`, SECONDS, async () => {
        const answers = await askPods(8879, '/metrics');
        return (
          answers.every(({ body }) => {
            const lines = body.match(/^domi_seal_key_info\{.*\} 1$/gm) ?? [];
            return lines.length === 2 && lines[0]?.includes(`kid="${keys.slice(0, 2)}"`);
          }) || undefined
        );
      });
    }
  });

  it('a new client secret, then every pod presents it to the meeting service', async () => {
    const data = { 'client-id': 'zoom-id', 'client-secret': 'secret-two' };
    await putData(namespace, 'Secret', 'domi-zoom', data);
    await waitFor('every pod presents the new secret', SECONDS, async () => {
      for (const { status } of pods) {
        const token = `${status.podIP}-${performance.now()}`;
        const { refreshes } = await readSeen(namespace);
        await ask(namespace, `https://${status.podIP}:8878/dominoZoomRefresh|acme.example.com|${token}`);
        const seen = await readSeen(namespace);
        expect(seen.refreshes).to.equal(refreshes + 1);
        if (!seen.latest.endsWith('two')) return undefined;
      }
      return true;
    });
  });

  it('the pods, after all of these changes, then they are the same and none has restarted', async () => {
    const after = await listPods(namespace);
    expect(after.map(({ metadata }) => metadata.name)).to.deep.equal(
      pods.map(({ metadata }) => metadata.name),
    );
    for (const { status } of after) expect(status.containerStatuses?.[0]?.restartCount).to.equal(0);
    await kubectl(['--namespace', namespace, 'rollout', 'status', 'deployment/domi', '--timeout=10s']);
  });
});
