import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CHART, LEAST_VALUES, runHelm } from '../helpers/render-chart.ts';

/** What `helm install` prints at its end. */
async function readNotes(file: string, ...set: string[]): Promise<string> {
  const args = ['install', 'domi', CHART, '--namespace', 'mail', '--dry-run=client', '--values', file];
  for (const value of ['sealKeys.existingSecret=domi-seal-keys', ...set]) args.push('--set', value);
  const { code, stdout, stderr } = await runHelm(args);
  expect(code, stderr).to.equal(0);
  return stdout.slice(stdout.indexOf('NOTES:'));
}

const scenario = (name: string): string => join(CHART, 'ci', `${name}-values.yaml`);

describe('the notes of the chart', function () {
  this.timeout(60_000);

  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-notes-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('one address, after installing, then the root URL and the redirect URIs of its apps', async () => {
    const notes = await readNotes(scenario('customer'));
    expect(notes).to.include('Root URL for the Notes configuration:\n  https://domi.example.com\n');
    expect(notes).to.include('zoom: https://domi.example.com/zoomCallback');
    expect(notes).to.match(/kubectl -n mail exec deploy\/domi -- \S+ \S+ onboard$/m);
    expect(notes).to.include('helm -n mail test domi');
  });

  it('a path and a provider whose callback is named differently, after installing, then both stand in the URI', async () => {
    const notes = await readNotes(scenario('behind-proxy'));
    expect(notes).to.include('gotomeeting: https://meetings.example.com:8443/domi/gtmCallback');
  });

  it('tenants, after installing, then how to ask for the addresses of one', async () => {
    const notes = await readNotes(scenario('tenants'));
    expect(notes).to.include('3 tenant(s) from values.');
    expect(notes).to.include('kubectl -n mail exec deploy/domi --').and.include(' onboard TENANT\n');
    expect(notes).to.not.include('Root URL');
  });

  it('nothing that leads to the Service, after installing, then that is left to do', async () => {
    const notes = await readNotes(LEAST_VALUES);
    expect(notes).to.include('Nothing leads from outside to the Service');
    expect(notes).to.not.include('trustedProxies');
    expect(await readNotes(LEAST_VALUES, 'service.type=LoadBalancer')).to.not.include('Nothing leads');
  });

  it('an Ingress without controller, TLS and trusted proxies, after installing, then each is left to do', async () => {
    const notes = await readNotes(LEAST_VALUES, 'ingress.enabled=true');
    expect(notes).to.include('ingress.controller is empty').and.include('ingress.tls is empty');
    expect(notes).to.include('trustedProxies is empty');
  });

  it('values that fill more than half of a release, after installing, then the notes warn', async () => {
    const file = join(folder, 'many.json');
    const tenants = Object.fromEntries(
      Array.from({ length: 800 }, (_, index) => [
        `t${index}`,
        {
          publicUrl: `https://t${index}.example.com`,
          providers: { zoom: { scopes: ['a', 'b', 'c', 'd'].map((part) => part.repeat(240)) } },
        },
      ]),
    );
    writeFileSync(file, JSON.stringify({ config: { tenants }, apps: { zoom: { existingSecret: 's' } } }));
    expect(await readNotes(file)).to.match(
      /The values have 8\d{5} bytes, more than half of what a Helm release holds/,
    );
  });

  it('everything given, after installing, then nothing is left to do', async () => {
    const notes = await readNotes(scenario('customer'), 'trustedProxies={10.0.0.0/8}');
    expect(notes).to.not.include('What is left to do');
  });
});
