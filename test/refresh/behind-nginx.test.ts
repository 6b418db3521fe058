import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { findNginx, type Nginx, startNginx } from '../helpers/nginx.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { skipSuite } from '../helpers/skip.ts';
import { answerFrom, createTokenLedger } from '../helpers/token-ledger.ts';

/** The blocks `map` and `upstream` that the guide shows, for these servers. */
function readGuide(upstreams: readonly string[]): string {
  const text = readFileSync(new URL('../../docs/refresh.md', import.meta.url), 'utf8');
  const [, block = ''] = /```nginx\n(.*?)```/s.exec(text) ?? [];
  const servers = upstreams.map((address) => `  server ${address};`).join('\n');
  return block.replace(/( {2}server [\w:-]+;\n)+/, `${servers}\n`);
}

describe('two replicas without a store, behind nginx as the guide sets it up', () => {
  let provider: ScriptedProvider;
  let replicas: TestService[] = [];
  let nginx: Nginx | undefined;

  before(async function () {
    const program = (await findNginx()) ?? skipSuite(this, 'nginx is not installed');
    provider = await createScriptedProvider();
    const options = { environment: INSECURE, providerFile: provider.providerFile };
    replicas = [await createTestService(options), await createTestService(options)];
    nginx = await startNginx(program, {
      upstreams: replicas.map(({ url }) => new URL(url).host),
      site: (upstreams, port) => `
        ${readGuide(upstreams)}
        server {
          listen 127.0.0.1:${port};
          location / { proxy_pass http://domi; proxy_next_upstream off; }
        }`,
    });
  });
  after(async () => {
    await nginx?.stop();
    for (const replica of replicas) await replica.stop();
    await provider?.stop();
  });

  it('equal tokens meet on one replica: one call for each, and both replicas are used', async () => {
    const ledger = createTokenLedger();
    provider.answer = answerFrom(ledger);
    const tokens = Array.from({ length: 20 }, () => ledger.issue().refresh_token);
    const answers = await Promise.all(
      [...tokens, ...tokens].map((token) =>
        send(`http://127.0.0.1:${nginx?.port}/dominoZoomRefresh`, {
          headers: { authorization: `Bearer ${token}` },
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 200));
    expect(tokens.map((token) => ledger.presented.get(token))).to.deep.equal(tokens.map(() => 1));
    for (const { managementUrl } of replicas) {
      const { body } = await send(`${managementUrl}/metrics`);
      const success = /domi_token_requests_total\{[^}]*outcome="success"[^}]*\} (\d+)/g;
      const counts = [...body.matchAll(success)].map(([, count]) => Number(count));
      expect(Math.max(...counts), 'refreshes of this replica').to.be.above(0);
    }
  });
});
