import { once } from 'node:events';
import { expect } from 'chai';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { type Serving, serveProcess } from '../helpers/service-process.ts';

/** Whoever collects the log can end before the service does. */
describe('the process whose output nobody reads any more', function () {
  this.timeout(30_000);
  let service: Serving;

  before(async () => {
    service = await serveProcess(TEST_ENVIRONMENT);
    service.process.stdout?.destroy();
    service.process.stderr?.destroy();
  });
  after(() => service.process.kill('SIGKILL'));

  it('when asked, answers: a lost line is no reason to lose an answer', async () => {
    for (let index = 0; index < 5; index += 1) {
      expect((await send(`${service.web}/diag`)).status).to.equal(200);
      // A warning is written at once, so this one meets the closed pipe.
      expect((await send(`${service.web}/dominoZoomRefresh`)).status).to.equal(401);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expect((await send(`${service.management}/readyz`)).status).to.equal(200);
  });

  it('when told to stop, ends', async () => {
    const exited = once(service.process, 'exit');
    service.process.kill('SIGTERM');
    expect((await exited)[0]).to.equal(0);
  });
});
