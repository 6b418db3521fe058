/**
 * Normalizes a Host header for the lookup of tenants: lower case, without a default port. Behind a proxy that
 * terminates TLS the scheme of the browser is unknown, so 80 and 443 are default ports of both schemes.
 * @returns undefined for anything that is not `name[:port]`
 */
export function normalizeHost(host: string | undefined): string | undefined {
  const match = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.exec(host ?? '');
  if (!match) return undefined;
  const port = match[2] === ':80' || match[2] === ':443' ? '' : (match[2] ?? '');
  return `${match[1]?.toLowerCase()}${port}`;
}
