import { expect } from 'chai';
import { SERVICE_IDS, type ServiceId } from '../../src/sandbox/sandbox.ts';
import { useBrowser, type Window } from './use-browser.ts';

describe('two sign-ins in one browser at the same time', () => {
  const test = useBrowser();

  async function startBoth(first: ServiceId, second: ServiceId): Promise<[Window, Window]> {
    const window = await test.openWindow();
    const other = await test.openWindowBeside(window);
    await window.person.startSignIn(test.startUrl(first));
    await other.person.startSignIn(test.startUrl(second));
    return [window, other];
  }

  async function finish({ page, person }: Window, id: ServiceId): Promise<string> {
    await person.allow();
    expect(page.url()).to.equal(test.tokenUrl(id));
    return person.readToken();
  }

  for (const id of SERVICE_IDS) {
    it(`to ${id}, when the second one ends first, both show a token of their own`, async () => {
      const [window, other] = await startBoth(id, id);
      const last = await finish(other, id);
      const first = await finish(window, id);
      expect(first).to.have.length.above(100).and.not.equal(last);
      expect(last).to.have.length.above(100);
    });
  }

  it('to different services, when they end in turn, both show a token', async () => {
    const [window, other] = await startBoth('zoom', 'webex');
    expect(await finish(window, 'zoom')).to.have.length.above(100);
    expect(await finish(other, 'webex')).to.have.length.above(100);
  });

  it('to one service, when the first is given up and started anew, it shows a token', async () => {
    const { page, person } = await test.openWindow();
    await person.startSignIn(test.startUrl('teams'));
    await page.goto(`${test.stack.rootUrl}/`);
    await person.startSignIn(test.startUrl('teams'));
    await person.allow();
    expect(page.url()).to.equal(test.tokenUrl('teams'));
    expect(await person.readToken()).to.have.length.above(100);
  });
});
