import http from 'node:http';

export interface Answer {
  readonly status: number;
  readonly statusMessage: string;
  readonly headers: http.IncomingHttpHeaders;
  /** Bytes of status line and headers as they were on the wire. */
  readonly headLength: number;
  readonly body: string;
  /** The body as it came, a compressed one for instance. */
  readonly bytes: Buffer;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string;
}

/** One request on a connection of its own; redirects are not followed and the Host header can be set. */
export function send(url: string, options: RequestOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { origin, hostname, port } = new URL(url);
    // The path goes out as it is; a URL would resolve `..` first.
    const path = url.slice(origin.length) || '/';
    const request = http.request(
      { hostname, port, path, method: options.method ?? 'GET', headers: options.headers ?? {}, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { rawHeaders, statusCode = 0, statusMessage = '' } = response;
          const lines = rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
          const bytes = Buffer.concat(chunks);
          resolve({
            status: statusCode,
            statusMessage,
            headers: response.headers,
            headLength: `HTTP/1.1 ${statusCode} ${statusMessage}\r\n`.length + lines + 2,
            body: bytes.toString('utf8'),
            bytes,
          });
        });
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

/** A browser without a screen: keeps cookies as a browser would for one host, and follows nothing by itself. */
export class CookieJar {
  readonly cookies = new Map<string, string>();

  async get(url: string, headers: http.OutgoingHttpHeaders = {}): Promise<Answer> {
    const answer = await send(url, {
      headers: { ...this.header(), accept: 'text/html,*/*;q=0.8', ...headers },
    });
    this.keepAll(answer);
    return answer;
  }

  /** Does with the cookies of an answer what it says. */
  keepAll({ headers }: Pick<Answer, 'headers'>): void {
    for (const line of headers['set-cookie'] ?? []) this.keep(line);
  }

  header(): http.OutgoingHttpHeaders {
    if (this.cookies.size === 0) return {};
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    if (name.length + value.length > 4096) return;
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
