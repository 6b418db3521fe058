import { expect } from 'chai';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { createTestService } from '../helpers/create-test-service.ts';
import { type SocketServer, startSocketServer } from '../helpers/socket-server.ts';

async function findError(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a port that another program has', () => {
  let other: SocketServer;

  before(async () => {
    other = await startSocketServer((socket) => socket.end());
  });
  after(() => other.stop());

  it('when it is the web port, stops the start, and the management port is free again', async () => {
    const managementPort = await findFreePort();
    const environment = { PORT: String(other.port), METRICSPORT: String(managementPort) };
    const error = await findError(createTestService({ environment }));
    expect(error).to.have.property('code', 'EADDRINUSE');
    const answered = await findError(fetch(`http://127.0.0.1:${managementPort}/livez`));
    expect(answered).to.be.an('error').with.nested.property('cause.code', 'ECONNREFUSED');
  });

  it('when it is the management port, stops the start, and the web port was never open', async () => {
    const webPort = await findFreePort();
    const environment = { PORT: String(webPort), METRICSPORT: String(other.port) };
    const error = await findError(createTestService({ environment }));
    expect(error).to.have.property('code', 'EADDRINUSE');
    const answered = await findError(fetch(`http://127.0.0.1:${webPort}/livez`));
    expect(answered).to.be.an('error').with.nested.property('cause.code', 'ECONNREFUSED');
  });
});
