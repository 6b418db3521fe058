/** Faults never repeat the value: it may hold a password. */
export type ProxyAddress = { readonly url: URL } | { readonly fault: string };

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
const FORM =
  'must be http://host:port or https://host:port, with user:password@ in front of the host as needed';
const ENCODING = 'in a user name or password, # is written %23, ? is %3F, / is %2F, \\ is %5C and @ is %40';

/**
 * Parses the address of an outbound proxy as curl, Go and Python read it: `host:port` is an HTTP proxy. What they would
 * read differently is a fault, since a proxy that is not used means calls that go out directly.
 */
export function parseProxyAddress(text: string): ProxyAddress {
  if (/[^\x21-\x7e]/.test(text)) {
    return { fault: 'contains a blank, a line end or another character that no URL has' };
  }
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase() ?? 'http';
  if (scheme !== 'http' && scheme !== 'https') {
    return { fault: `${FORM}; other kinds of proxies, such as SOCKS, are not supported` };
  }
  const rest = text.replace(SCHEME, '');
  if (/[#?\\]/.test(rest)) return { fault: `contains #, ? or \\: ${ENCODING}` };
  const url = rest.startsWith('/') ? null : URL.parse(`${scheme}://${rest}`);
  if (url === null || url.port === '0' || !isHost(rest, url)) return { fault: FORM };
  if (url.pathname !== '/') return { fault: `must have no path; ${ENCODING}` };
  const fault = findCredentialsFault(url);
  return fault === undefined ? { url } : { fault };
}

/**
 * Stricter than the URL standard, which allows quotes in a host, and takes a number alone for an IPv4 address: `3128` would
 * be 0.0.12.56.
 */
function isHost(rest: string, { hostname }: URL): boolean {
  const isNumber = /^[\d.]+$/.test(hostname) && !rest.includes(hostname);
  return !isNumber && /^(?:[a-z0-9._-]+|\[[0-9a-f:]+\])$/.test(hostname);
}

function findCredentialsFault({ username, password }: URL): string | undefined {
  try {
    const user = decodeURIComponent(username);
    if (user.includes(':'))
      return 'has a colon in the user name, which HTTP cannot transmit (RFC 7617 section 2)';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    if (/[\x00-\x1f\x7f]/.test(user + decodeURIComponent(password)))
      return 'has a control character in the user name or password';
    return undefined;
  } catch {
    return 'has a % in the user name or password that begins no character; % itself is written %25';
  }
}
