import net from 'node:net';
import nock from 'nock';
import { bePatient } from './be-patient.ts';
import { failOnUndocumented, forgetUndocumented } from './documented/documented-answers.ts';

/** A machine with five other heavy programs on each core still passes. */
const PATIENCE = 5;

/** One pattern for the whole run: a second `enableNetConnect` would replace the first. */
const LOOPBACK = /^(127\.0\.0\.\d+|localhost|\[?::1\]?)(:\d+)?$/;

/**
 * No test reaches the network: what is not loopback has to be scripted, and every script has to be used. nock takes part
 * in every connection of the process and reports connections before they are made, so it is active only in tests with a
 * script; in all others a guard of our own refuses connections.
 *
 * No test gets a JSON answer of this service that its OpenAPI document does not describe, or the test fails.
 */
export const mochaHooks = {
  beforeAll(this: Mocha.Context) {
    if (this.test?.parent) bePatient(this.test.parent, PATIENCE);
    nock.restore();
    const { connect } = net.Socket.prototype;
    net.Socket.prototype.connect = function refuseNetwork(this: net.Socket, ...args: unknown[]): net.Socket {
      const host = findHost(args);
      if (!nock.isActive() && host !== undefined && !LOOPBACK.test(host)) {
        throw new Error(`a test tried to reach ${host}`);
      }
      return Reflect.apply(connect, this, args);
    };
  },
  beforeEach(this: Mocha.Context) {
    const { currentTest } = this;
    if (currentTest) currentTest.fn = thenFailOnUndocumented(currentTest.fn);
    nock.disableNetConnect();
    nock.enableNetConnect((host) => LOOPBACK.test(host));
  },
  afterAll: failOnUndocumented,
  afterEach() {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    nock.restore();
    if (unused.length > 0) throw new Error(`scripted answers that nobody asked for: ${unused.join(', ')}`);
  },
};

/** The end of a test, so that it is the test that fails: a hook that fails would end the run. */
function thenFailOnUndocumented(run: Mocha.AsyncFunc | Mocha.Func | undefined): Mocha.AsyncFunc | undefined {
  return (
    run &&
    async function runAndCheck(this: Mocha.Context) {
      try {
        await (run as Mocha.AsyncFunc).call(this);
      } catch (error) {
        forgetUndocumented();
        throw error;
      }
      failOnUndocumented();
    }
  );
}

/** `net.connect` passes its arguments on as one array. */
function findHost(args: readonly unknown[]): string | undefined {
  const [first] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  return (first as net.TcpSocketConnectOpts | undefined)?.host;
}
