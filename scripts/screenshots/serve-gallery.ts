import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import type { DomiState } from '../../src/http/context.ts';
import { setSecurityHeaders } from '../../src/http/middleware/security-headers.ts';
import { createPages } from '../../src/pages/pages.ts';
import { LANGUAGES } from '../../src/pages/texts/languages.ts';
import { GALLERY } from './gallery.ts';

export interface GalleryServer {
  /** Address of a page of the gallery. */
  urlOf(name: string, language: string): string;
  close(): void;
}

/** Serves the gallery as the service serves its pages: with the same headers and files. */
export async function serveGallery(): Promise<GalleryServer> {
  const pages = await createPages();
  const app = new Koa<DomiState>();
  app.use(setSecurityHeaders());
  app.use((ctx) => {
    const asset = pages.assets.get(ctx.path);
    if (asset) {
      ctx.type = asset.contentType;
      ctx.body = asset.body;
      return;
    }
    const [, tag, name] = ctx.path.split('/');
    const language = LANGUAGES.find((candidate) => candidate === tag);
    const page = GALLERY.find((candidate) => candidate.name === name);
    if (language === undefined || page === undefined) return;
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = page.render(pages, language);
  });
  const server: Server = createServer(app.callback());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: (name, language) => `http://localhost:${port}/${language}/${name}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
