import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  createTenantRepository,
  describeTenant,
  describeTenants,
  type TenantRepository,
} from './run-tenants-build.ts';

describe('the folder of manifests', function () {
  this.timeout(60_000);
  let tenants: TenantRepository;
  beforeEach(async () => {
    tenants = createTenantRepository();
    tenants.write(describeTenants(8));
    expect((await tenants.build('--secret-store', 'vault', '--name', 'mail-tenants')).exitCode).to.equal(0);
  });
  afterEach(() => tenants.remove());

  const edit = (name: string, text: string): void => writeFileSync(join(tenants.output, name), text);
  const lock = (): string => readFileSync(join(tenants.output, 'tenants.lock'), 'utf8');

  it('remembers the options, so that one that is forgotten takes no Secret away', async () => {
    const { report } = await tenants.build('--json');
    expect(report.files).to.deep.include({ written: [], deleted: [] });
    const external = (): string =>
      Object.entries(tenants.readOutput()).find(([name]) => name.startsWith('external-'))?.[1] ?? '';
    await tenants.build('--remote-key', 'prod/{tenant}', '--secret-store-kind', 'SecretStore');
    await tenants.build('--secret-store', 'aws', '--secrets-folder', '/mnt/secrets');
    await tenants.build();
    expect(external())
      .to.include('kind: SecretStore\n')
      .and.include('name: aws\n')
      .and.include('key: prod/t');
    expect(JSON.stringify(tenants.readProviderFiles())).to.include('/mnt/secrets/00');
    expect((await tenants.build('--json', '--no-secret-store')).report.files.deleted).not.to.deep.equal([]);
    expect((await tenants.build('--json')).exitCode).to.equal(0);
    expect(external()).to.equal('');
    const { report: lost } = await tenants.build('--json', '--remote-key', 'x/{tenant}');
    expect(lost.faults[0]).to.deep.include({ code: 'setting_invalid', message: 'needs --secret-store' });
  });

  it('is not written with options that cannot be right', async () => {
    for (const args of [
      ['--remote-key', 'prod'],
      ['--secret-store', 'a b'],
      ['--secrets-folder', 'run/secrets'],
      ['--name', 'Mail'],
      ['--shards', '0'],
      ['--shards', '257'],
      ['--secret-store-kind', 'Vault'],
      ['--bogus'],
    ]) {
      const before = tenants.readOutput();
      const failure = await tenants.build(...args).then(
        () => undefined,
        ({ message }: Error) => message,
      );
      expect(failure, args.join(' ')).to.equal('exit 64');
      expect(tenants.readOutput()).to.deep.equal(before);
    }
  });

  it('is not built from a lock that somebody has edited', async () => {
    const edits = [
      (text: string) => text.replace(/"shards": \d+/, '"shards": 1000000'),
      (text: string) => text.replace(/"shards": \d+/, '"shards": 2.5'),
      (text: string) => text.replace('"mail-tenants"', '"../Mail"'),
      (text: string) => text.replace('"vault"', '"a b"'),
      (text: string) => text.replace('domi/{tenant}', 'domi'),
      (text: string) => text.replace('/run/secrets', 'run/secrets'),
      (text: string) => text.replace(/"t0": "\w+"/, '"t0": 7'),
      (text: string) => text.replace(/"tenants": \{[^}]*\}/, '"tenants": ["t0"]'),
      () => 'null',
      () => '7',
      () => '',
    ];
    const sound = lock();
    for (const change of edits) {
      const text = change(sound);
      expect(text).not.to.equal(sound);
      edit('tenants.lock', text);
      const { exitCode, report } = await tenants.build('--json', '--keep-going');
      expect([exitCode, report.faults[0].where], text).to.deep.equal([78, 'OUT/tenants.lock']);
    }
  });

  it('keeps its tenants when a manifest is damaged: the one with a fault is not left out', async () => {
    tenants.write({ 't0.yaml': 'nonsense' });
    const [name = ''] = Object.entries(tenants.readOutput()).find(([, text]) => text.includes('"t0":')) ?? [];
    for (const text of [
      'x: [',
      'null',
      'data: {}',
      tenants.readOutput()[name]?.replace('"t0":', '"t99":') ?? '',
    ]) {
      edit(name, text);
      const before = tenants.readOutput();
      const { exitCode, report } = await tenants.build('--json', '--keep-going');
      expect([exitCode, report.faults[0].where], text).to.deep.equal([78, `/manifests/${name}`]);
      expect(tenants.readOutput()).to.deep.equal(before);
    }
    rmSync(join(tenants.output, name));
    expect((await tenants.build('--json', '--keep-going')).exitCode).to.equal(78);
    tenants.write({ 't0.yaml': describeTenant('t0') });
    expect((await tenants.build('--json')).report.files.written).to.deep.equal([name]);
  });

  it('stays as it was when one of its files cannot be written', async () => {
    rmSync(join(tenants.output, 'kustomization.yaml'));
    mkdirSync(join(tenants.output, 'kustomization.yaml'));
    tenants.write({ 'acme.yaml': describeTenant('acme') });
    const before = readdirSync(tenants.output);
    const sound = lock();
    const { exitCode, report } = await tenants.build('--json');
    expect([exitCode, report.written]).to.deep.equal([78, false]);
    expect(report.faults[0]).to.deep.include({ where: 'OUT', code: 'output_unwritable' });
    expect([readdirSync(tenants.output), lock()]).to.deep.equal([before, sound]);
  });

  it('is refused, and not waited for, when one of its files is a pipe', async () => {
    rmSync(join(tenants.output, 'kustomization.yaml'));
    execFileSync('mkfifo', [join(tenants.output, 'kustomization.yaml')]);
    const { exitCode, report } = await tenants.build('--json');
    expect([exitCode, report.faults[0].message]).to.deep.equal([
      78,
      'cannot be written (not a regular file)',
    ]);
  });

  it('says when it cannot be made', async () => {
    const { exitCode, report } = await tenants.buildInto('/sys/domi-manifests', '--json');
    expect([exitCode, report.faults[0].code]).to.deep.equal([78, 'output_unwritable']);
    expect(report.faults[0].message).to.match(/^cannot be written \(E[A-Z]+\)$/);
  });

  it('is not written by two builds at once: the later one is refused', async () => {
    tenants.write({ 'acme.yaml': describeTenant('acme') });
    const sound = lock();
    const before = tenants.readOutput();
    const { exitCode, report } = await tenants.buildWhile(
      (line) => line.endsWith('validated\n') && edit('tenants.lock', `${sound}\n`),
      '--json',
    );
    expect([exitCode, report.faults[0].code]).to.deep.equal([78, 'output_unwritable']);
    expect(tenants.readOutput()).to.deep.equal({ ...before, 'tenants.lock': `${sound}\n` });
    expect((await tenants.build('--json')).exitCode).to.equal(0);
  });

  it('says when it is a file', async () => {
    const file = join(tenants.source, '..', 'file');
    writeFileSync(file, '');
    const { report } = await tenants.buildInto(file, '--json');
    expect(report.faults[0]).to.deep.include({
      where: 'OUT/tenants.lock',
      message: 'cannot be read (ENOTDIR)',
    });
  });

  it('is found within the tenants, whatever links lead there', async () => {
    const link = join(tenants.source, '..', 'link');
    symlinkSync(tenants.source, link);
    for (const folder of [link, join(link, 'new', 'manifests')]) {
      const { report } = await tenants.buildInto(folder, '--json');
      expect(report.faults[0]).to.deep.include({ where: 'OUT', code: 'setting_invalid' });
    }
    expect(existsSync(join(tenants.source, 'new'))).to.equal(false);
  });

  it('loses the drafts of a build that was killed long ago, and not those of one at work', async () => {
    const [old, current] = ['.build-killed', '.build-working'].map((name) => join(tenants.output, name));
    for (const path of [old, current]) mkdirSync(path ?? '');
    const start = new Date('2026-11-26T12:00:00Z').getTime() / 1000;
    utimesSync(old ?? '', start - 3700, start - 3700);
    utimesSync(current ?? '', start - 3500, start - 3500);
    expect((await tenants.build()).exitCode).to.equal(0);
    expect(readdirSync(tenants.output).filter((name) => name.startsWith('.'))).to.deep.equal([
      '.build-working',
    ]);
    rmSync(current ?? '', { recursive: true });
  });
});
