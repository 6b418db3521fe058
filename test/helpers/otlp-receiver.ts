import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { CertificateFiles } from './certificate.ts';

/** A span as OTLP/JSON has it, with its attributes as plain values. */
export interface ReceivedSpan {
  readonly name: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly status: number;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** A collector that takes OTLP/HTTP and keeps everything. */
export interface OtlpReceiver {
  readonly url: string;
  /** Of each export: path, headers, and the body as it came. */
  readonly exports: {
    readonly path: string;
    readonly contentType: string;
    readonly headers: http.IncomingHttpHeaders;
    readonly body: Buffer;
  }[];
  /** Of the exports in JSON. */
  spans(): ReceivedSpan[];
  stop(): Promise<void>;
}

interface OtlpSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status?: { readonly code?: number };
  readonly attributes?: readonly { readonly key: string; readonly value: Record<string, string | number> }[];
}

interface OtlpExport {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** @param certificate for localhost; without one the collector speaks plain HTTP */
export async function startOtlpReceiver(certificate?: CertificateFiles): Promise<OtlpReceiver> {
  const exports: OtlpReceiver['exports'] = [];
  const receive: http.RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const contentType = request.headers['content-type'] ?? '';
    const { headers, url = '' } = request;
    exports.push({ path: url, contentType, headers, body: Buffer.concat(chunks) });
    response.setHeader('Content-Type', contentType);
    response.end(contentType === 'application/json' ? '{}' : '');
  };
  const server = certificate
    ? https.createServer(
        { key: readFileSync(certificate.key), cert: readFileSync(certificate.cert) },
        receive,
      )
    : http.createServer(receive);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${certificate ? 'https://localhost' : 'http://127.0.0.1'}:${(server.address() as AddressInfo).port}`,
    exports,
    spans: () =>
      exports
        .filter(({ contentType }) => contentType === 'application/json')
        .flatMap(({ body }) => readSpans(JSON.parse(body.toString('utf8')) as OtlpExport)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readSpans({ resourceSpans }: OtlpExport): ReceivedSpan[] {
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
    .map(({ name, kind, traceId, spanId, parentSpanId, status, attributes = [] }) => ({
      name,
      kind,
      traceId,
      spanId,
      parentSpanId,
      status: status?.code ?? 0,
      attributes: Object.fromEntries(
        attributes.map(({ key, value }) => [key, Object.values(value)[0] as string | number]),
      ),
    }));
}
