import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readDescriptorLimit } from '../../src/process/read-descriptor-limit.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { openRaw, parseAnswers } from '../helpers/raw-connection.ts';
import { runProgram, SERVE, waitFor, waitUntilServing } from '../helpers/service-process.ts';

describe('file descriptors of the process', () => {
  it('are read from the system', () => {
    const folder = mkdtempSync(join(tmpdir(), 'domi-limits-'));
    const read = (text: string): number | undefined => {
      writeFileSync(join(folder, 'limits'), text);
      return readDescriptorLimit(join(folder, 'limits'));
    };
    expect(
      read('Limit   Soft Limit  Hard Limit  Units\nMax open files            1024     4096    files\n'),
    ).to.equal(1024);
    expect(read('Max open files            unlimited    unlimited  files\n')).to.equal(undefined);
    expect(read('Max processes 7 7 processes\n')).to.equal(undefined);
    expect(readDescriptorLimit(join(folder, 'missing'))).to.equal(undefined);
    rmSync(folder, { recursive: true });
  });

  it('J4 when far more connections come than there are, are never used up: probes answer, and the log says why', async function () {
    this.timeout(60_000);
    if (readDescriptorLimit() === undefined) this.skip();
    const service = await waitUntilServing(
      runProgram('/bin/sh', ['-c', 'ulimit -n 200; exec "$0" "$@"', process.execPath, ...SERVE], {
        PATH: process.env['PATH'] ?? '',
        ...TEST_ENVIRONMENT,
      }),
    );
    const connections = Array.from({ length: 400 }, () => openRaw(service.web));
    await waitFor(() => connections.filter(({ isEnded }) => isEnded).length > 300);
    const probe = openRaw(service.management);
    probe.write('GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(parseAnswers(await probe.closed)[0]?.status).to.equal(200);
    const scrape = openRaw(service.management);
    scrape.write('GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const metrics = await scrape.closed;
    expect(Number(/^process_open_fds (\d+)/m.exec(metrics)?.[1])).to.be.within(20, 180);
    expect(metrics).to.match(/^domi_connections_failed_total\{port="web",reason="refused"\} [1-9]/m);
    expect(service.output()).to.include('all connections are taken');
    for (const connection of connections) connection.destroy();
    await waitFor(async () => {
      const again = openRaw(service.web);
      again.write('GET /diag HTTP/1.1\r\nHost: domi.example.com\r\nConnection: close\r\n\r\n');
      return parseAnswers(await again.closed)[0]?.status === 200;
    });
    service.process.kill('SIGTERM');
    expect((await service.exited).code).to.equal(0);
  });
});
