import type { FetchDocument } from '../upstream/document-fetcher.ts';
import { parseServerMetadata, type ServerMetadata } from './server-metadata.ts';

export type Discovery =
  | { readonly kind: 'found'; readonly url: string; readonly metadata: ServerMetadata }
  /** `reason` is a sentence about the address that came closest. */
  | { readonly kind: 'none'; readonly reason: string };

/** Finds the metadata of an issuer at the usual addresses. Never throws. */
export async function discoverServer(issuer: string, fetchDocument: FetchDocument): Promise<Discovery> {
  const reasons: string[] = [];
  for (const url of listMetadataUrls(issuer)) {
    const found = await readMetadata(url, issuer, fetchDocument);
    if (typeof found !== 'string') return { kind: 'found', url, metadata: found };
    reasons.push(found);
  }
  // Most servers have one of the documents, and a wrong one says more than a missing one.
  const telling = reasons.find((reason) => !reason.endsWith(NOT_THERE));
  return { kind: 'none', reason: telling ?? reasons[0] ?? `${issuer} is not a URL` };
}

const NOT_THERE = 'answers 404';

/**
 * RFC 8414 section 3.1 puts the well-known part between host and path. OpenID Connect Discovery 1.0 section 4 appends it, and
 * RFC 8414 section 5 allows servers both.
 */
function listMetadataUrls(issuer: string): string[] {
  const url = URL.parse(issuer);
  if (url === null) return [];
  const path = url.pathname.replace(/\/$/, '');
  const { origin } = url;
  const urls = [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
    `${origin}${path}/.well-known/oauth-authorization-server`,
  ];
  return [...new Set(urls)];
}

/** @returns the metadata, or why there is none */
async function readMetadata(
  url: string,
  issuer: string,
  fetchDocument: FetchDocument,
): Promise<ServerMetadata | string> {
  const document = await fetchDocument(url);
  if ('failure' in document) return `${url}: ${document.failure}`;
  if (document.status !== 200) return `${url} answers ${document.status}`;
  const metadata = parseServerMetadata(document.body);
  if (metadata === undefined) return `${url} has no metadata in JSON`;
  // RFC 8414 section 3.3: metadata of another issuer must not be used.
  return metadata.issuer === issuer ? metadata : `${url} is the metadata of ${metadata.issuer}`;
}
