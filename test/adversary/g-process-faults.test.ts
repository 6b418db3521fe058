import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { SERVE, type Serving, serveProcess, waitFor } from '../helpers/service-process.ts';

/** Code that a signal runs beside the service; Node loads it first. */
const SABOTAGE = `
process.on('SIGUSR2', () => Promise.reject(new TypeError('CANARY in a rejection')));
process.on('SIGWINCH', () => { throw new TypeError('CANARY in an exception'); });
`;

describe('faults outside of any request', function () {
  this.timeout(60_000);
  let folder: string;
  let service: Serving;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'domi-faults-'));
    const sabotage = join(folder, 'sabotage.mjs');
    writeFileSync(sabotage, SABOTAGE);
    service = await serveProcess(TEST_ENVIRONMENT, ['--import', sabotage, ...SERVE]);
  });
  afterEach(async () => {
    service.process.kill('SIGKILL');
    await service.exited;
    rmSync(folder, { recursive: true });
  });

  it('B14 G4 a rejection that nobody handles is logged without its text, and the service goes on', async () => {
    service.process.kill('SIGUSR2');
    await waitFor(() => service.output().includes('"unhandledRejection"'));
    expect((await send(`${service.web}/diag`)).status).to.equal(200);
    expect(service.output()).to.include('TypeError').and.not.include('CANARY');
  });

  it('B14 G4 an exception that nobody catches is logged without its text, and the process ends with 1', async () => {
    service.process.kill('SIGWINCH');
    const { code, output } = await service.exited;
    expect(code).to.equal(1);
    expect(output).to.include('"uncaughtException"').and.include('TypeError').and.not.include('CANARY');
  });
});
