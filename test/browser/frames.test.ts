import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { useBrowser, type Window } from './use-browser.ts';

describe('a page in a frame of another site', () => {
  const test = useBrowser();
  let server: Server;

  /** For a browser, 127.0.0.1 is another site than localhost. The server itself lets everybody frame it. */
  const otherSite = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  before(async () => {
    server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end('<link rel="icon" href="data:,"><p>Look here</p>');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(() => {
    server.close();
    server.closeAllConnections();
  });

  /** @returns where the frame is, once it has loaded whatever it loads */
  async function frame({ page }: Window, url: string): Promise<string | undefined> {
    await page.goto(otherSite());
    await page.evaluate(`new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.onload = resolve;
      frame.src = ${JSON.stringify(url)};
      document.body.append(frame);
    })`);
    return page.frames()[1]?.url();
  }

  for (const path of [
    '/',
    '/dominoZoom/index.html',
    '/dominoZoom/token.html',
    '/zoomCallback?code=c&state=s',
  ]) {
    it(`K1 when it is ${path}, is not shown and starts nothing`, async () => {
      const window = await test.openWindow();
      const answered = window.page.waitForResponse(test.stack.rootUrl + path);
      expect(await frame(window, test.stack.rootUrl + path)).to.equal('chrome-error://chromewebdata/');
      // The browser has asked, and what it got made it refuse.
      expect((await answered).headers()['content-security-policy']).to.include("frame-ancestors 'none'");
      const authorizations = window.requests.filter(({ url }) => url.includes('response_type=code'));
      expect(authorizations).to.deep.equal([]);
    });
  }

  it('when it is a page that allows it, is shown: the browser of this test can frame', async () => {
    const window = await test.openWindow();
    expect(await frame(window, otherSite().replace('127.0.0.1', 'localhost'))).to.match(
      /^http:\/\/localhost:/,
    );
  });
});
