import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createTenantRepository, describeTenant, type TenantRepository } from './run-tenants-build.ts';

/** Files of tenants come from many hands: none may vanish, show what is not its own, or take what another one has. */
describe('domi tenants build, of files from anybody', function () {
  this.timeout(60_000);
  let tenants: TenantRepository;
  beforeEach(async () => {
    tenants = createTenantRepository();
    tenants.write({ 'acme.yaml': describeTenant('acme') });
    expect((await tenants.build()).exitCode).to.equal(0);
  });
  afterEach(() => tenants.remove());

  const listFaults = async (...args: readonly string[]): Promise<string[]> => {
    const { report } = await tenants.build('--json', ...args);
    // biome-ignore lint/suspicious/noExplicitAny: the report is looked into at will
    return report.faults.map(({ code, where, tenant }: any) => `${tenant} ${code} ${where}`);
  };

  it('reads subfolders whatever their names are, unless it is that of a tenant file', async () => {
    tenants.write({
      'emea.de/globex.yaml': describeTenant('globex'),
      'a b/c.json/initech.yaml': describeTenant('initech'),
    });
    expect(await listFaults()).to.deep.equal(['c file_unreadable /tenants/a b/c.json:1:1']);
  });

  it('says when a folder is too deep', async () => {
    const deep = Array.from({ length: 17 }, (_, index) => `${index}`).join('/');
    tenants.write({ [`${deep}/globex.yaml`]: describeTenant('globex') });
    expect(await listFaults()).to.deep.equal([`undefined file_unreadable /tenants/${deep}`]);
  });

  it('says when an ending is in upper case, and keeps the tenant', async () => {
    tenants.write({ 'acme.yaml': undefined, 'acme.YAML': describeTenant('acme') });
    expect(await listFaults()).to.deep.equal(['acme tenant_id_invalid /tenants/acme.YAML:1:1']);
    const { report } = await tenants.build('--json', '--keep-going');
    expect(report).to.deep.include({ kept: ['acme'], removed: [] });
  });

  it('follows no link: neither to a file of the machine, nor to a folder that has every tenant twice', async () => {
    writeFileSync(join(tenants.source, '..', 'credentials.yaml'), 'token-of-the-pipeline: x\n');
    symlinkSync('../credentials.yaml', join(tenants.source, 'globex.yaml'));
    symlinkSync('acme.yaml', join(tenants.source, 'initech.yaml'));
    symlinkSync('nowhere', join(tenants.source, 'umbrella.yaml'));
    const { stdout } = await tenants.build();
    expect(stdout).not.to.include('token-of-the-pipeline');
    expect(stdout.match(/is a link: put the file itself here/g)).to.have.length(3);
    symlinkSync('.', join(tenants.source, 'loop'));
    expect(await listFaults('--keep-going'))
      .to.include('undefined file_unreadable /tenants/loop')
      .and.have.length(4);
  });

  it('shows control characters of names as text', async () => {
    mkdirSync(join(tenants.source, 'a\n::error::b'));
    tenants.write({ 'a\n::error::b/\u001b[31mx.yaml': 'x', '\u009b31mx.yaml': 'x', 'new\nline.yaml': 'x' });
    const { stdout } = await tenants.build();
    expect(stdout).to.match(/^[\n -~]*$/);
    expect(stdout.match(/^\/tenants\//gm)).to.have.length(3);
    expect(stdout).to.include('a\\u000a::error::b/\\u001b[31mx.yaml:1:1: ');
  });

  it('lets no tenant name the secret of another one, also when nothing is said about that', async () => {
    const take = (source: string): string => describeTenant('globex').replace('{ secret: teams }', source);
    for (const source of [
      '{ file: /run/secrets/domi-tenants/001.json, pointer: /acme/teams }',
      '{ file: /run/secrets/domi-tenants/acme/teams }',
      '{ file: /run/secrets/domi-tenants/globex/../acme/teams }',
      '{ env: TEAMS_CLIENT_SECRET }',
    ]) {
      tenants.write({ 'globex.yaml': take(source) });
      expect(await listFaults(), source).to.deep.equal(['globex secret_forbidden /tenants/globex.yaml:6:19']);
    }
    tenants.write({ 'globex.yaml': take('{ file: /run/secrets/domi-tenants/globex/teams }') });
    expect(await listFaults()).to.deep.equal([]);
  });

  it('allows any place where the pods have no such rule', async () => {
    const free = createTenantRepository({ DOMI_TENANT_SECRETS: '' });
    try {
      free.write({ 'acme.yaml': describeTenant('acme').replace('{ secret: teams }', '{ file: /mnt/x }') });
      expect((await free.build()).exitCode).to.equal(0);
    } finally {
      free.remove();
    }
  });

  it('never shows a secret that stands in a file, and writes it nowhere', async () => {
    const secret = 'a-secret-that-nobody-shall-see';
    const records = [`{ value: ${secret} }`, secret, `[${secret}]`, `{ secret: "${secret}~" }`, `"${secret}`];
    records.forEach((source, index) => {
      const text = describeTenant(`t${index}`).replace('{ secret: teams }', source);
      tenants.write({ [`t${index}.yaml`]: text });
    });
    for (const args of [[], ['--json'], ['--keep-going']]) {
      const { stdout, stderr } = await tenants.build(...args);
      expect(stdout).to.include('t4');
      expect(stdout + stderr + JSON.stringify(tenants.readOutput())).not.to.include(secret);
    }
  });
});
