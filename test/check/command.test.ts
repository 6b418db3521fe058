import { expect } from 'chai';
import { runNode } from '../helpers/service-process.ts';
import { runCheck } from './run-check.ts';

const FILE = `providers:
  zoom:
    scopes: meeting:write
    pkce: plain
`;

describe('domi check', () => {
  it('says so and exits with 0 when the configuration is sound', async () => {
    const run = await runCheck({
      environment: { ZOOM_CLIENT_ID: 'id', ZOOM_CLIENT_SECRET: 'SECRET-CANARY', TEAMS_CLIENT_ID: 'half' },
    });
    expect(run.exitCode).to.equal(0);
    expect(run.stdout).to.match(/\nThe configuration is sound: 1 tenant\(s\), 1 enabled provider\(s\)\.\n$/);
    expect(run.stdout).to.match(/^warning: .*teams is not enabled/m);
    expect(run.stdout + run.stderr).to.not.include('SECRET-CANARY');
  });

  it('warns of a configuration without a service, in which nobody can sign in', async () => {
    const { exitCode, stdout } = await runCheck({ environment: { TEAMS_CLIENT_ID: 'half' } });
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/^warning: no meeting service is enabled: none has a client id and a secret$/m);
    expect(stdout).to.match(/sound: 1 tenant\(s\), 0 enabled provider\(s\)\.\n$/);
  });

  it('lists every fault with its place and exits with 78', async () => {
    const run = await runCheck({ environment: { PORT: '99999' }, file: FILE });
    expect(run.exitCode).to.equal(78);
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines.some((line) => line.startsWith('PORT: '))).to.equal(true);
    expect(lines.some((line) => /^FILE:3:13: .*scopes/.test(line))).to.equal(true);
    expect(lines.some((line) => /^FILE:4:11: .*pkce/.test(line))).to.equal(true);
    expect(lines.at(-1)).to.equal('3 fault(s)');
  });

  it('has the same as one JSON document for pipelines', async () => {
    const run = await runCheck({ args: ['--json'], environment: { PORT: '99999' }, file: FILE });
    const report = JSON.parse(run.stdout);
    expect(run.exitCode).to.equal(78);
    expect(Object.keys(report)).to.deep.equal([
      'ok',
      'exit_code',
      'faults',
      'warnings',
      'tenants',
      'providers',
    ]);
    expect(report).to.deep.include({ ok: false, exit_code: 78, tenants: 0, providers: 0 });
    expect(report.warnings.join('\n')).to.include('DOMI_SEAL_KEYS is not set');
    expect(report.faults).to.have.length(3);
    for (const fault of report.faults) expect(Object.keys(fault)).to.deep.equal(['code', 'where', 'message']);
  });

  it('is the same from the command line, exit code included', async () => {
    const { code, output } = await runNode(['src/cli.ts', 'check', '--json'], { PORT: 'x' }).exited;
    expect(code).to.equal(78);
    expect(JSON.parse(output)).to.deep.include({ ok: false, exit_code: 78 });
  });
});
