/**
 * Normalizes a Host header: lower case, without a default port. Behind a proxy that terminates TLS the scheme of the browser is
 * unknown, so 80 and 443 are default ports of both schemes. An underscore is no letter of a host name (RFC 952), but DNS and
 * browsers know such names. A final dot stays: a browser keeps cookies for either form apart.
 * @returns undefined for anything that is not `name[:port]`
 */
export function normalizeHost(host: string | undefined): string | undefined {
  const match = /^([a-z0-9._-]*[a-z0-9_-]\.?|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.exec(host ?? '');
  if (!match) return undefined;
  const port = match[2] === ':80' || match[2] === ':443' ? '' : (match[2] ?? '');
  return `${match[1]?.toLowerCase()}${port}`;
}

/**
 * Computes what the lookup of tenants compares. `acme.example.com.` is `acme.example.com` (RFC 1034 section 3.1): DNS leads both
 * to one server, and TLS knows both by one certificate, so they must not be two tenants.
 * @param address a normalized host, and a prefix
 */
export function toAddressKey({ host, prefix }: { readonly host: string; readonly prefix: string }): string {
  return host.replace(/\.(?=:|$)/, '') + prefix;
}
