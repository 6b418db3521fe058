import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { createVolume, type Volume } from '../helpers/kubelet.ts';
import { ROOT } from '../helpers/render-chart.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { runProgram } from '../helpers/service-process.ts';
import { until } from '../helpers/until.ts';
import { bundleSecrets } from './bundle-secrets.ts';
import { createTenantRepository, describeTenant, describeTenants } from './run-tenants-build.ts';

/** From files in a repository to replicas that serve, with volumes as the kubelet writes them. */
describe('tenants by GitOps', function () {
  this.timeout(120_000);
  const tenants = createTenantRepository({ DOMI_ALLOW_INSECURE_PROVIDERS: 'true' });
  const replicas: TestService[] = [];
  let folder: string;
  let config: Volume;
  let secrets: Volume;
  let provider: ScriptedProvider;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'domi-gitops-'));
    provider = await createScriptedProvider();
    config = await createVolume(join(folder, 'config'));
    secrets = await createVolume(join(folder, 'secrets'));
    await writeFile(join(folder, '10-values.yaml'), JSON.stringify(provider.providerFile));
    // As npm lets kubectl be found.
    const kubectl = join(folder, 'kubectl');
    const program = join(import.meta.dirname, 'fake-kubectl.mjs');
    await writeFile(kubectl, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
    await chmod(kubectl, 0o755);
    tenants.write(describeTenants(40));
    await publish();
    for (let count = 0; count < 2; count += 1) {
      const environment = {
        ...INSECURE,
        DOMI_CONFIG: config.path,
        DOMI_TENANT_SECRETS: secrets.path,
        DOMI_REPLAY_SECONDS: '0',
        DOMI_LIMITS: 'off',
      };
      replicas.push(await createTestService({ environment, reload: { poll: 500, rest: 50 } }));
    }
  });
  after(async () => {
    for (const replica of replicas) await replica.stop();
    await provider?.stop();
    tenants.remove();
    await rm(folder, { recursive: true });
  });

  /** Builds and applies. The Secrets come first, so that no tenant is left out in between. */
  async function publish(...args: readonly string[]) {
    const run = await tenants.build(
      '--json',
      ...['--with', join(folder, '10-values.yaml')],
      ...['--secrets-folder', secrets.path, '--secret-store', 'vault'],
      ...args,
    );
    await secrets.publish(bundleSecrets(tenants.readOutput(), (key, property) => `${property} of ${key}`));
    await config.publish({
      '10-values.yaml': JSON.stringify(provider.providerFile),
      ...tenants.readProviderFiles(),
    });
    return run;
  }

  /** The script of the pipeline. */
  function wait(hash: string, seconds: number): Promise<{ code: number | null; output: string }> {
    const pods = Object.fromEntries(
      replicas.map(({ managementUrl }, index) => [`domi-${index}`, managementUrl]),
    );
    const args = [join(ROOT, 'scripts', 'wait-for-configuration.sh'), hash, String(seconds)];
    const PATH = `${folder}${delimiter}${process.env['PATH']}`;
    return runProgram('sh', args, { PATH, PODS: JSON.stringify(pods) }).exited;
  }

  const refresh = async (replica: TestService | undefined, id: string): Promise<number | undefined> =>
    (
      await replica?.get(`/${id}/dominoTeamsRefresh`, {
        host: 'd.example.com',
        authorization: `Bearer token-${Math.random()}`,
      })
    )?.status;
  const statusesOf = (id: string) => Promise.all(replicas.map((replica) => refresh(replica, id)));

  it('shows each replica with the hash of the build, and serves with the secrets of the store', async () => {
    const { report } = await publish();
    expect(await wait(report.hash, 60)).to.deep.include({ code: 0 });
    expect(await statusesOf('t7')).to.deep.equal([200, 200]);
    const { headers } = provider.received.at(-1) ?? {};
    const { body } = provider.received.at(-1) ?? {};
    const sent = `${Buffer.from(headers?.authorization?.slice(6) ?? '', 'base64')}${body}`;
    expect(decodeURIComponent(sent.replaceAll('+', ' '))).to.include('teams of domi/t7');
  });

  it('lets one in, changes one, leaves a faulty one as it was, and lets one out', async () => {
    tenants.write({ 'acme.yaml': describeTenant('acme') });
    const { report: added } = await publish();
    expect(added.added).to.deep.equal(['acme']);
    expect((await wait(added.hash, 60)).output).to.include(`all 2 pods serve ${added.hash}`);
    expect(await statusesOf('acme')).to.deep.equal([200, 200]);

    tenants.write({ 't1.yaml': describeTenant('moved') });
    expect((await wait((await publish()).report.hash, 60)).code).to.equal(0);
    expect(await statusesOf('t1')).to.deep.equal([404, 404]);
    expect(await statusesOf('moved')).to.deep.equal([200, 200]);

    tenants.write({ 't2.yaml': 'publicurl: https://d.example.com/t2\n', 't3.yaml': describeTenant('three') });
    const { report: faulty } = await publish('--keep-going');
    expect(faulty).to.deep.include({ kept: ['t2'], changed: ['t3'] });
    expect((await wait(faulty.hash, 60)).code).to.equal(0);
    expect(await statusesOf('t2')).to.deep.equal([200, 200]);
    expect(await statusesOf('three')).to.deep.equal([200, 200]);

    tenants.write({ 't2.yaml': undefined });
    expect((await wait((await publish()).report.hash, 60)).code).to.equal(0);
    expect(await statusesOf('t2')).to.deep.equal([404, 404]);
    expect(await statusesOf('t4')).to.deep.equal([200, 200]);
  });

  it('does not call a configuration served that a replica has refused, and names the replica', async () => {
    await config.publish({ '10-values.yaml': 'providers: [', ...tenants.readProviderFiles() });
    await until(async () => {
      const texts = await Promise.all(
        replicas.map(async ({ managementUrl }) => (await fetch(`${managementUrl}/metrics`)).text()),
      );
      return texts.every((text) => text.includes('\ndomi_config_last_reload_successful 0'));
    });
    const { code, output } = await wait('0123456789abcdef', 0);
    expect(code).to.equal(1);
    expect(output).to.include('0 of 2 pods serve').and.include('domi-0(refused) domi-1(refused)');
  });

  it('refuses a hash that is none', async () => {
    expect((await wait('latest; true', 0)).code).to.equal(2);
  });
});
