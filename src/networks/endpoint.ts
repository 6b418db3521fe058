/** Where a connection leads. */
export interface Endpoint {
  readonly protocol: 'http:' | 'https:';
  /** A name or an address, without brackets. */
  readonly hostname: string;
  readonly port: number;
}

/** @param url `http:` or `https:` */
export function toEndpoint({
  protocol,
  hostname,
  port,
}: Pick<URL, 'protocol' | 'hostname' | 'port'>): Endpoint {
  const isHttps = protocol === 'https:';
  return {
    protocol: isHttps ? 'https:' : 'http:',
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isHttps ? 443 : 80) : Number(port),
  };
}

/** Host and port as a request line names them (RFC 9110 section 7.2). */
export function toAuthority({ hostname, port }: Endpoint): string {
  return `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
}
