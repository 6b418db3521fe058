import { expect } from 'chai';
import { createPages } from '../../src/pages/pages.ts';
import type { Pages } from '../../src/pages/views.ts';
import { listTags, readText, TOKEN } from './samples.ts';

describe('token page', () => {
  let pages: Pages;

  before(async () => {
    pages = await createPages();
  });

  it('when rendered, keeps the title, label and ids of 1.x, which guides and Notes clients know', () => {
    const html = pages.token(TOKEN);
    expect(html).to.contain('<title>Zoom for HCL Notes Setup</title>');
    expect(readText(html, /id="token-label"/)).to.equal('Copy into "Refresh Token"');
    expect(readText(html, /id="btncopy"/)).to.equal('Copy');
    expect(readText(html, /id="refreshToken"/)).to.equal(TOKEN.refreshToken);
    expect(listTags(html).find((tag) => tag.includes('id="refreshToken"'))).to.match(/^<span /);
  });

  it('when the token has 8 KB of every visible character, holds exactly that, and its length', () => {
    const visible = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).join('');
    const refreshToken = visible.repeat(88);
    expect(refreshToken).to.have.length.above(8192);
    const html = pages.token({ ...TOKEN, refreshToken });
    expect(readText(html, /id="refreshToken"/)).to.equal(refreshToken);
    expect(readText(html, /class="length"/)).to.equal('8272 characters');
  });

  it('when rendered, has the token once and outside of every tag', () => {
    const html = pages.token(TOKEN);
    expect(html.split(TOKEN.refreshToken)).to.have.length(2);
    expect(listTags(html).join()).to.not.contain(TOKEN.refreshToken);
  });

  it('when the browser offers to keep, check or translate the token, gives it no field and declines', () => {
    const html = pages.token(TOKEN);
    expect(html).to.not.match(/<textarea|<input(?! id="show" type="checkbox")/);
    expect(listTags(html).find((tag) => tag.includes('id="refreshToken"'))).to.contain('translate="no"');
  });

  it('when scripts are off, hides the Copy button, says how to copy without it, and can show the token', () => {
    const html = pages.token(TOKEN);
    expect(listTags(html).find((tag) => tag.includes('id="btncopy"'))).to.match(/\shidden\s/);
    expect(html).to.match(/<noscript><p>[^<]+<\/p><\/noscript>/);
    expect(html).to.contain('<label for="show">Show</label>');
  });

  it('when a screen reader comes to the token, is a field with a name that nobody can change', () => {
    expect(pages.token(TOKEN)).to.match(
      /<span id="refreshToken"[^>]* role="textbox" aria-readonly="true"[^>]* aria-labelledby="token-label" tabindex="0"/,
    );
  });

  it('when something is copied, has a place that announces it', () => {
    const html = pages.token(TOKEN);
    expect(html).to.match(/<p id="status" role="status" data-failed="[^"]+"><\/p>/);
    expect(html).to.contain('data-copied="Copied"');
  });

  it('when read to the end, tells the next steps and warns in one line', () => {
    const html = pages.token(TOKEN);
    expect(html).to.contain('Online Meeting Credentials').and.to.contain('Paste');
    expect(readText(html, /class="caution"/)).to.match(/only once.*Keep it to yourself/);
  });

  it('when looked at, shows the service by its colour and its letter', () => {
    const html = pages.token({ ...TOKEN, service: { id: 'teams', label: 'Microsoft Teams' } });
    expect(html).to.contain('data-tone="teams"').and.contain('aria-hidden="true">T</span>');
  });

  it('when clicked in the wrong place, has no link that would lose the token', () => {
    expect(pages.token(TOKEN)).to.not.match(/<a\s/);
  });
});
