import { expect } from 'chai';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { runNode, SERVE, serveProcess } from '../helpers/service-process.ts';

/** Every name leads to this machine, as names of an attacker may. */
const LOOKUP = `
import promises from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
promises.lookup = async () => [{ address: '127.0.0.1', family: 4 }];
syncBuiltinESMExports();
`;
const REDIRECTED = ['--import', `data:text/javascript,${encodeURIComponent(LOOKUP)}`];
const REASON = 'the name leads into a private network';

describe('a public name that leads into a private network', function () {
  this.timeout(60_000);

  it('H5 is not called by the service', async () => {
    const service = await serveProcess(TEST_ENVIRONMENT, [...REDIRECTED, ...SERVE]);
    const { status, body } = await send(`${service.web}/dominoZoomRefresh`, {
      headers: { authorization: 'Bearer token' },
    });
    service.process.kill('SIGTERM');
    const { output } = await service.exited;
    expect(status).to.equal(502);
    expect(JSON.parse(body)).to.include({ error: 'provider_unreachable', action: 'retry' });
    expect(output).to.include(REASON);
  });

  it('is not called by check --live', async () => {
    const args = [...REDIRECTED, 'src/cli.ts', 'check', '--live', '--json'];
    const { output } = await runNode(args, TEST_ENVIRONMENT).exited;
    const details = JSON.parse(output.slice(output.indexOf('{'))).live.results.map(
      ({ detail }: { detail: string }) => detail,
    );
    expect(details).to.have.length(4);
    expect([...new Set(details)]).to.deep.equal([REASON]);
  });
});
