import { expect } from 'chai';
import { createPages } from '../../src/pages/pages.ts';
import type { Pages } from '../../src/pages/views.ts';
import { listTags, readText, TOKEN } from './samples.ts';

describe('token page', () => {
  let pages: Pages;

  before(async () => {
    pages = await createPages();
  });

  it('when rendered, keeps the title and label that the guides of 1.x quote', () => {
    const html = pages.token(TOKEN);
    expect(html).to.contain('<title>Zoom for HCL Notes Setup</title>');
    expect(readText(html, /for="token"/)).to.equal('Copy into "Refresh Token"');
  });

  it('when the token has 8 KB of every visible character, holds exactly that', () => {
    const visible = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).join('');
    const refreshToken = visible.repeat(88);
    expect(refreshToken).to.have.length.above(8192);
    expect(readText(pages.token({ ...TOKEN, refreshToken }), /id="token"/)).to.equal(refreshToken);
  });

  it('when rendered, has the token once and outside of every tag', () => {
    const html = pages.token(TOKEN);
    expect(html.split(TOKEN.refreshToken)).to.have.length(2);
    expect(listTags(html).join()).to.not.contain(TOKEN.refreshToken);
  });

  it('when the browser offers to check, keep, translate or change the token, declines', () => {
    const tag = listTags(pages.token(TOKEN)).find((candidate) => candidate.includes('id="token"'));
    expect(tag).to.match(/^<textarea /);
    for (const attribute of ['readonly', 'spellcheck="false"', 'autocomplete="off"', 'translate="no"']) {
      expect(tag).to.contain(attribute);
    }
  });

  it('when scripts are off, hides the Copy button and says how to copy without it', () => {
    const html = pages.token(TOKEN);
    expect(listTags(html).find((tag) => tag.includes('id="copy"'))).to.match(/\shidden\s/);
    expect(html).to.match(/<noscript><p>[^<]+<\/p><\/noscript>/);
  });

  it('when something is copied, has a place that announces it', () => {
    const html = pages.token(TOKEN);
    expect(html).to.contain('<p id="status" role="status" aria-live="polite"></p>');
    expect(html).to.contain('data-copied="Copied!"');
  });

  it('when read to the end, tells the next step and warns', () => {
    const html = pages.token(TOKEN);
    expect(html).to.contain('Online Meeting Credentials').and.to.contain('Paste');
    expect(html).to.contain('Never send it to anybody').and.to.contain('shown only once');
  });

  it('when clicked in the wrong place, has no link that would lose the token', () => {
    expect(pages.token(TOKEN)).to.not.match(/<a\s/);
  });
});
