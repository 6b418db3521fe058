import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { TEST_SEAL_KEYS } from '../helpers/create-test-service.ts';
import { type Answer, CookieJar, send } from '../helpers/http.ts';
import { type Manifest, pick, renderChart } from '../helpers/render-chart.ts';
import { answerTokens, createScriptedProvider, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { runProgram, type Serving, waitUntilServing } from '../helpers/service-process.ts';
import { start } from '../helpers/sign-in.ts';
import { type PreparedImage, prepareImage } from './prepare-image.ts';

/** Podman's names for the first pod of the Deployment `domi`, and for its container `domi`. */
const POD = 'domi-pod-0';
const CONTAINER = `${POD}-domi`;
const SECRETS: Readonly<Record<string, Record<string, string>>> = {
  'domi-seal-keys': { 'seal-keys': TEST_SEAL_KEYS },
  'domi-zoom': { 'client-secret': 'zoom-secret' },
};

describe('the Deployment of the chart, played by podman', function () {
  this.timeout(120_000);
  let prepared: PreparedImage;
  let provider: ScriptedProvider;
  let folder: string;
  let file: string;
  let serving: Serving;

  before(async function () {
    prepared = await prepareImage(this);
    const { podman, tag } = prepared;
    provider = await createScriptedProvider();
    provider.answer = (_request, response, body) =>
      answerTokens(response, { refresh_token: `next-of-${body.get('code') ?? body.get('refresh_token')}` });
    folder = mkdtempSync(join(tmpdir(), 'domi-kube-'));
    file = join(folder, 'manifests.yaml');
    const manifests = await renderChart({
      values: {
        replicaCount: 1,
        config: { providers: { zoom: provider.providerFile.providers['zoom'] } },
        extraEnv: [{ name: 'DOMI_ALLOW_INSECURE_PROVIDERS', value: 'true' }],
      },
    });
    const played = [
      ...(await createSecrets()),
      pick(manifests, 'ConfigMap', 'domi-config'),
      fitToPodman(pick(manifests, 'Deployment'), tag),
    ];
    writeFileSync(file, played.map((manifest) => stringify(manifest)).join('---\n'));
    const { code, stderr } = await podman('kube', 'play', file);
    expect(code, stderr).to.equal(0);
    serving = await waitUntilServing(
      runProgram('podman', ['logs', '--follow', CONTAINER], podman.environment),
    );
  });

  /** @returns manifests to play, for a podman that can */
  async function createSecrets(): Promise<object[]> {
    await removeLeftovers();
    const { podman } = prepared;
    const { stdout: version } = await podman('version', '--format', '{{.Client.Version}}');
    if (!version.startsWith('4.3.')) {
      return Object.entries(SECRETS).map(([name, stringData]) => ({
        ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name } },
        stringData,
      }));
    }
    // Podman 4.3 would hand the base64 text of a manifest to the container.
    for (const [name, data] of Object.entries(SECRETS)) {
      const content = join(folder, name);
      writeFileSync(content, stringify({ data }));
      const { code, stderr } = await podman('secret', 'create', name, content);
      expect(code, stderr).to.equal(0);
    }
    return [];
  }

  /** `kube down` leaves secrets, and the volumes that they and ConfigMaps became. */
  async function removeLeftovers(): Promise<void> {
    for (const name of Object.keys(SECRETS)) await prepared.podman('secret', 'rm', name);
    await prepared.podman('volume', 'rm', '--force', 'domi-config', ...Object.keys(SECRETS));
  }

  after(async () => {
    if (file) await prepared.podman('kube', 'down', file);
    if (prepared) await removeLeftovers();
    serving?.process.kill();
    await provider?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });

  it('a whole flow from the start to a second refresh, with ConfigMap and Secrets in their places, works', async () => {
    const jar = new CookieJar();
    const get = (path: string): Promise<Answer> => jar.get(serving.web + path);
    const location = await start(get, 'dominoZoom');
    expect(location.origin).to.equal(provider.url);
    const state = location.searchParams.get('state') ?? '';
    expect((await get(`/zoomCallback?${new URLSearchParams({ code: 'C', state })}`)).status).to.equal(303);
    const page = await get('/dominoZoom/token.html');
    expect(page.status).to.equal(200);
    expect(page.body).to.include('>next-of-C<');

    const answer = await send(`${serving.web}/dominoZoomRefresh`, {
      headers: { authorization: 'Bearer next-of-C' },
    });
    expect(answer.status).to.equal(200);
    expect(JSON.parse(answer.body)).to.include({ refresh_token: 'next-of-next-of-C' });
    const secret = Buffer.from(provider.received[0]?.headers.authorization?.split(' ')[1] ?? '', 'base64');
    expect(secret.toString(), 'client id and secret of the chart').to.match(/^[^:]+:zoom-secret$/);
  });

  it('the pod, once it is asked, is ready, alive, and as restricted as the chart says', async () => {
    for (const path of ['/readyz', '/livez']) {
      expect((await send(serving.management + path)).status, path).to.equal(200);
    }
    const { stdout } = await prepared.podman('container', 'inspect', CONTAINER);
    const [container] = JSON.parse(stdout) as [
      {
        Config: { User: string };
        HostConfig: { ReadonlyRootfs: boolean; Memory: number };
        EffectiveCaps: null;
      },
    ];
    expect(container.Config.User).to.match(/^65532/);
    expect(container.HostConfig.ReadonlyRootfs).to.equal(true);
    expect(container.HostConfig.Memory).to.be.above(0);
    expect(container.EffectiveCaps ?? []).to.deep.equal([]);
  });

  it('the probe of `helm test`, when it runs in the same image, passes', async () => {
    const manifests = await renderChart({});
    const probe = pick(manifests, 'ConfigMap', 'domi-notes-probe')['data']['notes-probe.mjs'] as string;
    writeFileSync(join(folder, 'notes-probe.mjs'), probe);
    const { code, stdout } = await prepared.podman(
      ...['run', '--rm', '--pull=never', '--read-only', '--cap-drop=all', '--entrypoint=/usr/local/bin/node'],
      ...['--volume', `${folder}/notes-probe.mjs:/probe/notes-probe.mjs:ro`],
      ...['--env', `SERVICE_URL=${serving.web}`, '--env', `MANAGEMENT_URL=${serving.management}`],
      ...['--env', 'PUBLIC_URLS=https://domi.example.com'],
      ...[prepared.tag, '/probe/notes-probe.mjs'],
    );
    expect(stdout).to.match(/all checks passed\n$/);
    expect(code).to.equal(0);
  });

  it('the service, when the pod stops, leaves in order, and kube down leaves nothing', async () => {
    const { podman } = prepared;
    await podman('pod', 'stop', POD);
    const { stdout: exitCode } = await podman('inspect', '--format', '{{.State.ExitCode}}', CONTAINER);
    expect(exitCode.trim()).to.equal('0');
    expect((await podman('logs', CONTAINER)).stdout).to.match(/"msg":"stopped"\}\n$/);
    const { code, stderr } = await podman('kube', 'down', file);
    expect(code, stderr).to.equal(0);
    expect((await podman('pod', 'exists', POD)).code).to.equal(1);
  });
});

/**
 * What podman has no word for: the network of the machine with free ports in place of one of its own, ConfigMaps as
 * volumes in place of a projected one, and no probes, which it would run as `curl` inside the container. Ports cannot be
 * mapped on the machine's network.
 */
function fitToPodman(deployment: Manifest, image: string): object {
  const fitted = structuredClone(deployment);
  const { spec } = fitted['spec'].template;
  const [container] = spec.containers;
  spec.hostNetwork = true;
  Object.assign(container, { image, imagePullPolicy: 'Never' });
  for (const field of ['ports', 'startupProbe', 'livenessProbe', 'readinessProbe']) delete container[field];
  for (const variable of container.env) {
    if (['PORT', 'METRICSPORT'].includes(variable.name)) variable.value = '0';
  }
  for (const volume of spec.volumes) {
    // Podman 4.3 ends with a null pointer where the default is left out.
    if (volume.secret !== undefined) volume.secret.optional = false;
    if (volume.projected === undefined) continue;
    const [source, ...others] = volume.projected.sources;
    if (source.configMap === undefined || others.length > 0) throw new Error('more than one ConfigMap');
    volume.configMap = source.configMap;
    delete volume.projected;
  }
  return fitted;
}
