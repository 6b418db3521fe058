import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { load } from 'js-yaml';
import { parse } from 'yaml';
import { DISK, type Disk } from '../../src/config/files/disk.ts';
import { readOtherFiles } from '../../src/manifests/read-other-files.ts';
import { ROOT, runKubectl } from '../helpers/render-chart.ts';
import { runProgram } from '../helpers/service-process.ts';
import { bundleSecrets } from './bundle-secrets.ts';
import {
  createTenantRepository,
  describeTenant,
  describeTenants,
  type TenantRepository,
} from './run-tenants-build.ts';

// biome-ignore lint/suspicious/noExplicitAny: manifests are looked into at will
type Any = any;

describe('domi tenants build', function () {
  this.timeout(60_000);
  let tenants: TenantRepository;
  beforeEach(() => {
    tenants = createTenantRepository();
  });
  afterEach(() => tenants.remove());

  const readTenants = (): Record<string, Any> =>
    Object.assign(
      {},
      ...Object.values(tenants.readProviderFiles()).map((text) => (load(text) as Any).tenants),
    );
  const listChanged = (before: Record<string, string>): string[] => {
    const after = tenants.readOutput();
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].filter((name) => before[name] !== after[name]).sort();
  };

  it('puts each file into a ConfigMap as the tenant of its name, wherever it is in the folder', async () => {
    tenants.write({
      'acme.yaml': describeTenant('acme'),
      'emea/globex.yml': describeTenant('globex'),
      'emea/de/initech.json': '{"publicUrl":"https://initech.example.com","providers":{"zoom":{}}}',
      'README.md': '# Tenants',
      '.hidden.yaml': 'nonsense: [',
      '.git/config.yaml': 'nonsense: [',
    });
    const { exitCode, report } = await tenants.build('--json');
    expect(exitCode).to.equal(0);
    expect(report).to.deep.include({ ok: true, written: true, tenants: 3, shards: 4, secrets: 2 });
    expect(report.added).to.deep.equal(['acme', 'globex', 'initech']);
    expect(Object.keys(readTenants()).sort()).to.deep.equal(['acme', 'globex', 'initech']);
    expect(readTenants()['initech']).to.deep.equal({
      publicUrl: 'https://initech.example.com',
      providers: { zoom: {} },
    });
  });

  it('accepts the file of the guide', async () => {
    const guide = readFileSync(join(ROOT, 'docs', 'tenants.md'), 'utf8');
    const [, text] = /^```yaml\n(publicUrl: .*?)^```$/ms.exec(guide) ?? [];
    expect(text).to.include('{ secret: teams }');
    tenants.write({ 'acme.yaml': text });
    const { exitCode, stdout } = await tenants.build();
    expect(exitCode, stdout).to.equal(0);
  });

  it('keeps every character of a record', async () => {
    const name = 'Zoë "&" Co: {é} 😀 \u2028 \u0085 #1';
    tenants.write({ 'on.json': JSON.stringify({ publicUrl: 'https://on.example.com', displayName: name }) });
    expect((await tenants.build()).exitCode).to.equal(0);
    expect(readTenants()['on'].displayName).to.equal(name);
    for (const text of Object.values(tenants.readProviderFiles())) expect(text).to.match(/^[\n -~]*$/);
  });

  it('makes what kubectl reads, with all ConfigMaps in the kustomization', async () => {
    tenants.write(describeTenants(30));
    await tenants.build();
    const { code, stdout, stderr } = await runKubectl(['kustomize', tenants.output]);
    expect(code, stderr).to.equal(0);
    const objects = stdout.split(/^---$/m).map((text) => parse(text));
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).to.deep.equal([
      'ConfigMap domi-tenants-000',
      'ConfigMap domi-tenants-001',
      'ConfigMap domi-tenants-002',
      'ConfigMap domi-tenants-003',
    ]);
    expect(Object.assign({}, ...objects.map(({ data }) => data))).to.deep.equal(tenants.readProviderFiles());
  });

  it('writes nothing when nothing has changed', async () => {
    tenants.write(describeTenants(30));
    const { report: first } = await tenants.build('--json');
    const { report } = await tenants.build('--json');
    expect(report.files).to.deep.equal({ written: [], deleted: [], unchanged: 6 });
    expect(report.hash).to.equal(first.hash);
    expect([...report.added, ...report.changed, ...report.removed]).to.deep.equal([]);
  });

  it('touches one shard for one tenant that comes, changes or goes', async () => {
    tenants.write(describeTenants(60));
    await tenants.build();
    for (const [what, files] of [
      ['added', { 'acme.yaml': describeTenant('acme') }],
      ['changed', { 'acme.yaml': describeTenant('acme', 'displayName: Acme\n') }],
      ['removed', { 'acme.yaml': undefined }],
    ] as const) {
      const before = tenants.readOutput();
      tenants.write(files);
      const { report } = await tenants.build('--json');
      expect(report[what]).to.deep.equal(['acme']);
      const changed = listChanged(before);
      expect(changed.filter((name) => name.startsWith('configmap-'))).to.have.length(1);
      expect(changed).to.include('tenants.lock').and.have.length(2);
    }
  });

  it('reports no change when a file is only moved, reformatted or commented', async () => {
    tenants.write({ 'acme.yaml': describeTenant('acme') });
    await tenants.build();
    tenants.write({
      'acme.yaml': undefined,
      'emea/acme.json': JSON.stringify(parse(describeTenant('acme'))),
    });
    const { report } = await tenants.build('--json');
    expect([report.changed, report.files.written]).to.deep.equal([[], []]);
  });

  it('keeps the number of shards, whatever the number of tenants becomes', async () => {
    tenants.write(describeTenants(3));
    expect((await tenants.build('--json')).report.shards).to.equal(4);
    tenants.write(describeTenants(300));
    expect((await tenants.build('--json')).report).to.deep.include({ shards: 4, moved: 0 });
    const { report } = await tenants.build('--json', '--shards', '16');
    expect(report.shards).to.equal(16);
    expect(report.moved).to.be.within(180, 270);
    expect(report.changed).to.deep.equal([]);
    // The cluster would keep what is no longer applied: neither fewer shards nor a new beginning takes any away.
    const lock = join(tenants.output, 'tenants.lock');
    for (const args of [['--shards', '15'], []]) {
      if (args.length === 0) rmSync(lock);
      const { exitCode, report: fewer } = await tenants.build('--json', ...args);
      expect([exitCode, fewer.faults[0].where]).to.deep.equal([78, '--shards']);
    }
    expect((await tenants.build('--json', '--shards', '16')).exitCode).to.equal(0);
  });

  it('with --overlap moves tenants in two builds, so that no pod misses one in between', async () => {
    tenants.write(describeTenants(60));
    await tenants.build();
    const old = tenants.readProviderFiles();
    await tenants.build('--shards', '8', '--overlap', '--secret-store', 'vault');
    const both = tenants.readProviderFiles();
    const listIds = (text = 'tenants: {}'): string[] => Object.keys((load(text) as Any).tenants);
    const names = Object.keys(both);
    const idsOf = names.map((name) => ({ before: listIds(old[name]), after: listIds(both[name]) }));
    // A pod may have any mixture of old and new ConfigMaps.
    for (let mixture = 0; mixture < 2 ** names.length; mixture += 1) {
      const ids = idsOf.flatMap(({ before, after }, index) => ((mixture >> index) & 1 ? after : before));
      expect(new Set(ids).size).to.equal(60);
    }
    const { report } = await tenants.build('--json', '--secret-store', 'vault');
    expect(report).to.deep.include({ shards: 8, moved: 0, tenants: 60 });
    expect(Object.values(tenants.readProviderFiles()).flatMap(listIds)).to.have.length(60);
  });

  it('keeps an emptied shard, since a ConfigMap that is not applied any more would stay in the cluster', async () => {
    tenants.write(describeTenants(8));
    await tenants.build('--shards', '1');
    tenants.write({
      ...Object.fromEntries(Object.keys(describeTenants(8)).map((name) => [name, undefined])),
    });
    tenants.write({ 'acme.yaml': describeTenant('acme') });
    await tenants.build('--shards', '9');
    const empty = Object.values(tenants.readProviderFiles()).filter((text) => text === 'tenants: {}\n');
    expect(empty).to.have.length(8);
  });

  describe('of a tenant with a fault', () => {
    const other = 'publicUrl: https://d.example.com/acme\nproviders: { zoom: {} }\n';

    it('writes nothing, and names file, line and column', async () => {
      tenants.write({ 'acme.yaml': describeTenant('acme') });
      await tenants.build();
      const before = tenants.readOutput();
      tenants.write({
        'acme.yaml': describeTenant('acme', 'displayName: Acme\n'),
        'globex.yaml': other,
        'broken.yaml': 'publicUrl: "https://x\n',
        'typo.yaml': 'publicUrl: https://typo.example.com\ndisplayname: x\n',
        'twice.yaml': 'publicUrl: https://a.example.com\npublicUrl: https://b.example.com\n',
        'Big.yaml': 'publicUrl: https://big.example.com\n',
        'two/acme.yml': other,
      });
      const { exitCode, report } = await tenants.build('--json');
      expect(exitCode).to.equal(78);
      expect(report).to.deep.include({ ok: false, exit_code: 78, written: false });
      expect(listChanged(before)).to.deep.equal([]);
      const faults = report.faults.map(({ code, where, tenant }: Any) => `${tenant} ${code} ${where}`).sort();
      expect(faults).to.deep.equal([
        'Big tenant_id_invalid /tenants/Big.yaml:1:1',
        'acme tenant_repeated /tenants/two/acme.yml:1:1',
        'broken file_malformed /tenants/broken.yaml:2:1',
        'twice name_repeated /tenants/twice.yaml:2:1',
        'typo field_invalid /tenants/typo.yaml:2:1',
      ]);
    });

    it('with --keep-going leaves it as it was, or out when it is new, and exits with 1', async () => {
      tenants.write({ 'acme.yaml': describeTenant('acme'), 'globex.yaml': describeTenant('globex') });
      await tenants.build();
      tenants.write({
        'acme.yaml': describeTenant('acme', 'displayname: Acme\n'),
        'globex.yaml': describeTenant('globex', 'displayName: Globex\n'),
        'new.yaml': 'nonsense',
      });
      const { exitCode, report } = await tenants.build('--json', '--keep-going');
      expect(exitCode).to.equal(1);
      expect(report).to.deep.include({
        kept: ['acme'],
        left_out: ['new'],
        changed: ['globex'],
        written: true,
      });
      expect(readTenants()['acme'].providers.teams.clientId).to.deep.equal({ value: 'client-of-acme' });
      expect(Object.keys(readTenants()).sort()).to.deep.equal(['acme', 'globex']);
    });

    it('with --keep-going keeps its secrets, also when the shards are others now', async () => {
      tenants.write({ 'acme.yaml': describeTenant('acme') });
      await tenants.build('--shards', '1', '--secret-store', 'vault');
      tenants.write({ 'acme.yaml': 'nonsense' });
      const args = ['--json', '--keep-going', '--shards', '64', '--secret-store', 'vault'];
      const { report } = await tenants.build(...args);
      expect(report).to.deep.include({ kept: ['acme'], changed: [], secrets: 1, moved: 1 });
      const { file, pointer } = readTenants()['acme'].providers.teams.clientSecret;
      const bundles = bundleSecrets(tenants.readOutput(), (key, property) => `${key} ${property}`);
      const content = JSON.parse(bundles[basename(file)] ?? '{}');
      expect([pointer, content]).to.deep.equal(['/acme/teams', { acme: { teams: 'domi/acme teams' } }]);
      expect((await tenants.build(...args)).report.files.written).to.deep.equal([]);
    });

    it('with --keep-going never gives an address to a newcomer, whatever the names are', async () => {
      tenants.write({ 'm.yaml': describeTenant('m') });
      await tenants.build();
      for (const id of ['a', 'b', 'y', 'z'])
        tenants.write({ [`${id}.yaml`]: 'publicUrl: https://d.example.com/m\nproviders: { zoom: {} }\n' });
      const { report } = await tenants.build('--json', '--keep-going');
      expect(report).to.deep.include({ kept: [], left_out: ['a', 'b', 'y', 'z'], removed: [] });
      expect(report.faults[0]).to.deep.include({ code: 'address_conflict', tenant: 'a' });
    });

    it('with --keep-going never gives an address to a newcomer at a shorter prefix that needs it', async () => {
      tenants.write({ 'm.yaml': describeTenant('m') });
      await tenants.build();
      for (const [id, field] of [
        ['a', 'path: m'],
        ['z', 'callback: m'],
      ])
        tenants.write({
          [`${id}.yaml`]: `publicUrl: https://d.example.com\nproviders: { zoom: { ${field} } }\n`,
        });
      const { report } = await tenants.build('--json', '--keep-going');
      expect(report).to.deep.include({ kept: [], left_out: ['a', 'z'], removed: [], added: [] });
      expect(Object.keys(readTenants())).to.deep.equal(['m']);
    });

    it('with --keep-going a known tenant that comes to need the address of another one stays as it was', async () => {
      const above = 'publicUrl: https://d.example.com\nproviders: { zoom: {} }\n';
      tenants.write({ 'a.yaml': above, 'm.yaml': describeTenant('m') });
      await tenants.build();
      tenants.write({ 'a.yaml': above.replace('{}', '{ path: m }') });
      const { report } = await tenants.build('--json', '--keep-going');
      expect(report).to.deep.include({ kept: ['a'], left_out: [], changed: [], removed: [] });
      tenants.write({ 'm.yaml': 'nonsense: [' });
      const { report: broken } = await tenants.build('--json', '--keep-going');
      expect(broken).to.deep.include({ kept: ['a', 'm'], left_out: [], changed: [], removed: [] });
    });

    it('with --keep-going refuses a fault of a tenant in another file, which it cannot leave out', async () => {
      const other = join(tenants.source, '..', '40-more.yaml');
      writeFileSync(other, 'tenants:\n  x: { publicUrl: https://x.example.com, providers: { zoon: {} } }\n');
      tenants.write({ 'm.yaml': describeTenant('m') });
      const { exitCode, report } = await tenants.build('--json', '--keep-going', '--with', other);
      expect([exitCode, report.written]).to.deep.equal([78, false]);
      expect(report.faults[0]).to.deep.include({ code: 'record_unknown', tenant: 'x' });
    });

    it('with --keep-going gives a free address to a known tenant, and never one that a known tenant has', async () => {
      tenants.write({ 'a.yaml': describeTenant('a'), 'z.yaml': describeTenant('z') });
      await tenants.build();
      tenants.write({ 'a.yaml': describeTenant('z') });
      const { report: taken } = await tenants.build('--json', '--keep-going');
      expect(taken).to.deep.include({ kept: ['a'], changed: [] });
      tenants.write({
        'a.yaml': describeTenant('a'),
        'z.yaml': describeTenant('x'),
        'b.yaml': describeTenant('x'),
      });
      const { report: free } = await tenants.build('--json', '--keep-going');
      expect(free).to.deep.include({ kept: [], left_out: ['b'], changed: ['z'] });
    });

    it('with --keep-going keeps the address of a tenant whose file is broken now', async () => {
      tenants.write({ 'm.yaml': describeTenant('m') });
      await tenants.build();
      tenants.write({ 'm.yaml': 'nonsense: [', 'a.yaml': describeTenant('m') });
      const { report } = await tenants.build('--json', '--keep-going');
      expect(report).to.deep.include({ kept: ['m'], left_out: ['a'] });
      expect(Object.keys(readTenants())).to.deep.equal(['m']);
    });
  });

  it('refuses a folder that has lost more than a tenth of its tenants, unless that is meant', async () => {
    tenants.write(describeTenants(30));
    await tenants.build();
    tenants.write(Object.fromEntries(Array.from({ length: 4 }, (_, index) => [`t${index}.yaml`, undefined])));
    const { exitCode, report } = await tenants.build('--json', '--keep-going');
    expect([exitCode, report.faults[0].code]).to.deep.equal([78, 'tenants_lost']);
    expect((await tenants.build('--json', '--allow-loss')).report.removed).to.have.length(4);
  });

  it('refuses an empty folder, an output in it, another file that is not there, and a lock that is broken', async () => {
    expect((await tenants.build('--json')).report.faults[0].code).to.equal('tenants_missing');
    tenants.write({ 'acme.yaml': describeTenant('acme') });
    for (const folder of [tenants.source, join(tenants.source, 'manifests')]) {
      const { report } = await tenants.buildInto(folder, '--json');
      expect(report.faults[0]).to.deep.include({ where: 'OUT', code: 'setting_invalid' });
    }
    const { report: absent } = await tenants.build('--json', '--with', '/absent.yaml');
    expect(absent.faults).to.deep.equal([
      { code: 'file_unreadable', where: '--with', message: 'cannot read /absent.yaml (ENOENT)' },
    ]);
    await tenants.build();
    writeFileSync(join(tenants.output, 'tenants.lock'), '<<<<<<< HEAD');
    const { exitCode, report } = await tenants.build('--json');
    expect([exitCode, report.faults[0].code]).to.deep.equal([78, 'file_unreadable']);
  });

  it('refuses a shard that client-side apply could not annotate, with the number that is enough', async () => {
    const scopes = Array.from({ length: 50 }, (_, index) => `${index}-${'x'.repeat(90)}`).join(', ');
    const files = Object.entries(describeTenants(60)).map(([name, text]) => [
      name,
      `${text}    scopes: [${scopes}]\n`,
    ]);
    tenants.write(Object.fromEntries(files));
    const { exitCode, report } = await tenants.build('--json', '--shards', '1');
    expect(exitCode).to.equal(78);
    expect(report.faults[0]).to.deep.include({ code: 'shard_full', where: 'shard 000' });
    expect(report.faults[0].message).to.include('--shards 2');
    expect((await tenants.build('--json', '--shards', '4')).exitCode).to.equal(0);
  });

  it('makes an ExternalSecret for each shard with secrets: names of secrets and no value', async () => {
    tenants.write({
      'acme.yaml': `publicUrl: https://d.example.com/acme
providers:
  zoom:
    clientId: { secret: zoom-id }
    clientSecret: [{ secret: new, expiresAt: 2027-06-01 }, { secret: old }]
    webhook: { path: zoomEvents, secret: { secret: events } }
  entra:
    extends: teams
    path: entra
    callback: entraCallback
    clientId: { value: id }
    tokenEndpointAuthMethod: private_key_jwt
    clientKey: { secret: key.pem, kid: k1 }
    clientCertificate: { secret: cert.pem }
`,
    });
    const { exitCode, stdout } = await tenants.build(
      ...['--secret-store', 'aws', '--secret-store-kind', 'SecretStore'],
      ...['--remote-key', 'prod/{tenant}/oauth'],
    );
    expect(exitCode, stdout).to.equal(0);
    const [name = ''] = Object.keys(tenants.readOutput()).filter((key) => key.startsWith('external-'));
    const { kind, metadata, spec } = parse(tenants.readOutput()[name] ?? '');
    expect(kind).to.equal('ExternalSecret');
    expect(metadata.name)
      .to.match(/^domi-tenants-secrets-00\d$/)
      .and.equal(spec.target.name);
    expect(spec.secretStoreRef).to.deep.equal({ kind: 'SecretStore', name: 'aws' });
    const names = ['cert.pem', 'events', 'key.pem', 'new', 'old', 'zoom-id'];
    expect(spec.data.map(({ remoteRef }: Any) => remoteRef)).to.deep.equal(
      names.map((property) => ({ key: 'prod/acme/oauth', property })),
    );
    const bundles = bundleSecrets(tenants.readOutput(), (_, property) => `"${property}"\n`);
    expect(Object.values(bundles).map((text) => JSON.parse(text))).to.deep.equal([
      { acme: Object.fromEntries(names.map((property) => [property, `"${property}"\n`])) },
    ]);
    const { zoom, entra } = readTenants()['acme'].providers;
    const file = `/run/secrets/domi-tenants/${name.slice(-8, -5)}.json`;
    expect(zoom.clientSecret).to.deep.equal([
      { file, pointer: '/acme/new', expiresAt: '2027-06-01' },
      { file, pointer: '/acme/old' },
    ]);
    expect(zoom.webhook.secret).to.deep.equal({ file, pointer: '/acme/events' });
    expect(entra.clientKey).to.deep.equal({ file, pointer: '/acme/key.pem', kid: 'k1' });
    expect((await runKubectl(['kustomize', tenants.output])).code).to.equal(0);
  });

  it('with DOMI_TENANT_SECRETS, as the pods have it, refuses places that are not of the tenant', async () => {
    const bound = createTenantRepository({ DOMI_TENANT_SECRETS: '/run/secrets/domi-tenants' });
    try {
      bound.write({
        'acme.yaml': describeTenant('acme'),
        'globex.yaml': describeTenant('globex').replace(
          '{ secret: teams }',
          '{ file: /run/secrets/domi-tenants/000.json, pointer: /acme/teams }',
        ),
        'initech.yaml': describeTenant('initech').replace(
          '{ secret: teams }',
          '{ env: TEAMS_CLIENT_SECRET }',
        ),
      });
      const { report } = await bound.build('--json');
      expect(report.faults.map(({ code, tenant }: Any) => `${tenant} ${code}`)).to.deep.equal([
        'globex secret_forbidden',
        'initech secret_forbidden',
      ]);
    } finally {
      bound.remove();
    }
  });

  it('checks redirect URIs against the records that the pods have from elsewhere', async () => {
    const records = join(tenants.source, '..', '10-values.yaml');
    writeFileSync(
      records,
      'providers:\n  zoom:\n    redirectUris: [https://d.example.com/acme/zoomCallback]\n  extra: { extends: zoom, path: x, callback: xCallback }\n',
    );
    tenants.write({
      'acme.yaml': describeTenant('acme'),
      'globex.yaml': describeTenant('globex'),
      'initech.yaml': 'publicUrl: https://initech.example.com\nproviders: { extra: {} }\n',
    });
    const { report } = await tenants.build('--json', '--with', records);
    expect(report.faults.map(({ code, tenant }: Any) => `${tenant} ${code}`)).to.deep.equal([
      'globex redirect_uri_unregistered',
      'initech redirect_uri_unregistered',
    ]);
    const { report: alone } = await tenants.build('--json');
    expect(alone.faults.map(({ code, tenant }: Any) => `${tenant} ${code}`)).to.deep.equal([
      'initech record_unknown',
    ]);
  });

  it('refuses another file that is a pipe, since the order of names decides about the hash', async () => {
    tenants.write({ 'acme.yaml': describeTenant('acme') });
    const { code, output } = await runProgram(
      'bash',
      [
        '--norc',
        '-c',
        'exec "$0" src/cli.ts tenants build "$1" "$2" --with <(echo "providers: {}")',
        process.execPath,
        tenants.source,
        tenants.output,
      ],
      { PATH: process.env['PATH'] ?? '' },
    ).exited;
    expect(output)
      .to.match(/^--with: cannot read \/dev\/fd\/\d+ \(not a regular file: put it into one with the name/m)
      .and.not.include('    at ');
    expect(code).to.equal(78);
    expect(existsSync(tenants.output)).to.equal(false);
  });

  it('reads each other file once, so that hash and validation are of the same content', async () => {
    const records = join(tenants.source, '..', '10-values.yaml');
    writeFileSync(records, 'providers: { extra: { extends: zoom, path: x, callback: xCallback } }\n');
    tenants.write({ 'acme.yaml': describeTenant('acme') });
    const { report } = await tenants.build('--json', '--with', records);
    const reads: string[] = [];
    const disk: Disk = {
      ...DISK,
      read: (path, limit) => {
        reads.push(path);
        return DISK.read(path, limit);
      },
    };
    const { files } = readOtherFiles([records], disk);
    expect([reads, files.map(({ bytes, file }) => bytes.toString() === file.text)]).to.deep.equal([
      [records],
      [true],
    ]);
    expect(report.hash).to.match(/^[0-9a-f]{16}$/);
  });
});
