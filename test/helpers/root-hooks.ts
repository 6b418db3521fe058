import nock from 'nock';

/** One pattern for the whole run: a second `enableNetConnect` would replace the first. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** No test reaches the network: what is not loopback has to be scripted, and every script has to be used. */
export const mochaHooks = {
  beforeEach() {
    nock.disableNetConnect();
    nock.enableNetConnect((host) => LOOPBACK.test(host));
  },
  afterEach() {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    if (unused.length > 0) throw new Error(`scripted answers that nobody asked for: ${unused.join(', ')}`);
  },
};
