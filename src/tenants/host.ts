/**
 * The value of a Host header as tenants are looked up by it: lower case and without a default port. Which scheme the
 * browser used is not known behind a proxy that ends TLS, so 80 and 443 count as the default of both.
 * @returns undefined for anything that is not `name[:port]`
 */
export function normalizeHost(host: string | undefined): string | undefined {
  const match = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.exec(host ?? '');
  if (!match) return undefined;
  const port = match[2] === ':80' || match[2] === ':443' ? '' : (match[2] ?? '');
  return `${match[1]?.toLowerCase()}${port}`;
}
