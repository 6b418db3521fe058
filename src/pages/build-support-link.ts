interface Failure {
  readonly requestId: string;
  readonly code: string;
  readonly time: string;
}

/**
 * Adds what a help desk asks for: to a mail as its subject and text, to a web address as parameters. Nothing of it is a
 * secret, and the parameters that the address has stay.
 */
export function buildSupportLink(
  supportUrl: string,
  { requestId, code, time }: Failure,
  text: string,
): string {
  const url = new URL(supportUrl);
  if (url.protocol === 'mailto:') {
    if (!url.searchParams.has('subject')) url.searchParams.set('subject', `HCL Notes: ${code} ${requestId}`);
    if (!url.searchParams.has('body')) url.searchParams.set('body', text.replaceAll('\n', '\r\n'));
  } else {
    for (const [name, value] of Object.entries({ request_id: requestId, error: code, time }))
      url.searchParams.set(name, value);
  }
  // RFC 6068 section 5: in a mailto address `+` is a plus sign.
  url.search = url.search.replaceAll('+', '%20');
  return url.href;
}
