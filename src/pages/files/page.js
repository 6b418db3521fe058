const LABEL_BACK_AFTER = 4000;
const status = document.getElementById('status');

for (const button of document.querySelectorAll('button[data-copy]')) enableCopying(button);

/** The redirects that keep a long code leave an empty fragment (`…/token.html#`). */
if (location.href.endsWith('#')) history.replaceState(null, '', location.pathname + location.search);

const token = document.getElementById('refreshToken');
if (token) guardToken();

function enableCopying(button) {
  const source = document.getElementById(button.dataset.copy);
  const label = button.textContent;
  let labelTimer;

  button.addEventListener('click', async () => {
    clearTimeout(labelTimer);
    button.textContent = label;
    // A live region is read out only when its content changes, so a second copy starts from an empty one.
    status.textContent = '';
    if (await copy(source)) {
      button.textContent = button.dataset.copied;
      status.textContent = button.dataset.copiedStatus ?? button.dataset.copied;
      labelTimer = setTimeout(() => {
        button.textContent = label;
      }, LABEL_BACK_AFTER);
      button.dispatchEvent(new CustomEvent('copied', { bubbles: true }));
    } else {
      select(source);
      status.textContent = status.dataset.failed;
    }
  });

  /** Without script the text is selected by hand, and a button that does nothing would only mislead. */
  button.hidden = false;
}

function readText(source) {
  return source.dataset.text ?? source.textContent;
}

async function copy(source) {
  try {
    await navigator.clipboard.writeText(readText(source));
    return true;
  } catch {
    // No such API on plain http, or the browser forbids it; the old command may still work.
    return copyByCommand(source);
  }
}

function copyByCommand(source) {
  const put = (event) => {
    event.clipboardData.setData('text/plain', readText(source));
    event.preventDefault();
  };
  const selection = getSelection();
  selection.selectAllChildren(source);
  document.addEventListener('copy', put, { capture: true, once: true });
  const copied = document.execCommand('copy');
  document.removeEventListener('copy', put, { capture: true });
  if (copied) selection.removeAllRanges();
  return copied;
}

/** Ready for Ctrl+C. */
function select(source) {
  source.focus();
  getSelection().selectAllChildren(source);
}

function guardToken() {
  const ask = (event) => event.preventDefault();

  function markCopied() {
    removeEventListener('beforeunload', ask);
    const [first, second] = document.querySelectorAll('.live.steps li');
    first.classList.add('done');
    first.removeAttribute('aria-current');
    second.setAttribute('aria-current', 'step');
    const { copiedTitle } = document.getElementById('btncopy').dataset;
    document.title = `✓ ${copiedTitle}`;
  }

  /** The browser asks before the page is left: nobody can come back to a token that was not copied. */
  addEventListener('beforeunload', ask);
  document.addEventListener('copied', markCopied);

  /** Ctrl+C copies all of it, and not the dots that hide it. */
  token.addEventListener('copy', (event) => {
    event.clipboardData.setData('text/plain', token.textContent);
    event.preventDefault();
    markCopied();
  });

  /** Leaving empties the page, so that neither the Back/Forward cache nor a restored session holds the token. */
  addEventListener('pagehide', () => {
    token.textContent = '';
  });

  /** Back from that cache: let the server say that there is nothing to show any more. */
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}
