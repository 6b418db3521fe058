const token = document.getElementById('token');
const copy = document.getElementById('copy');
const announcement = document.getElementById('status');
const label = copy.textContent;
const LABEL_BACK_AFTER = 4000;
let labelTimer;

copy.addEventListener('click', async () => {
  clearTimeout(labelTimer);
  // A live region is read out only when its content changes, so a second copy starts from an empty one.
  announcement.textContent = '';
  if (await copyToken()) {
    copy.textContent = copy.dataset.copied;
    announcement.textContent = copy.dataset.copiedStatus;
    labelTimer = setTimeout(() => {
      copy.textContent = label;
    }, LABEL_BACK_AFTER);
  } else {
    copy.textContent = label;
    announcement.textContent = copy.dataset.failedStatus;
  }
});

/** Without script the token is selected by hand, and a button that does nothing would only mislead. */
copy.hidden = false;

/** Leaving empties the page, so that neither the Back/Forward cache nor a restored session holds the token. */
addEventListener('pagehide', () => {
  token.value = '';
  token.textContent = '';
});

/** Back from that cache: let the server say that there is nothing to show any more. */
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

async function copyToken() {
  try {
    await navigator.clipboard.writeText(token.value);
    return true;
  } catch {
    // No such API on plain http, or the browser forbids it; the old command may still work.
    return copySelection();
  }
}

/** On failure too the token stays selected, ready for Ctrl+C. */
function copySelection() {
  token.focus();
  token.select();
  const copied = document.execCommand('copy');
  if (copied) copy.focus();
  return copied;
}
