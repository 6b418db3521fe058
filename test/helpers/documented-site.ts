import { readFileSync } from 'node:fs';

const FILE = new URL('../../docs/operator.md', import.meta.url);

/** The nginx block of docs/operator.md with the replicas, port and log of a test, and without TLS. */
export function buildDocumentedSite(upstreams: readonly string[], port: number, folder: string): string {
  const [, block] = /<!-- nginx-site -->\n```nginx\n(.*?)```/s.exec(readFileSync(FILE, 'utf8')) ?? [];
  if (block === undefined) throw new Error('docs/operator.md has no nginx block');
  const replacements: readonly (readonly [documented: string, own: string])[] = [
    [
      '  server domi-1:8878;\n  server domi-2:8878;\n',
      // Without a replica nginx would not start: none listens on this port.
      (upstreams.length > 0 ? upstreams : ['127.0.0.1:1'])
        .map((address) => `  server ${address};\n`)
        .join(''),
    ],
    ['listen 443 ssl;', `listen 127.0.0.1:${port};`],
    ['  ssl_certificate /etc/nginx/tls/domi.crt;\n', ''],
    ['  ssl_certificate_key /etc/nginx/tls/domi.key;\n', ''],
    ['/var/log/nginx/domi.log', `${folder}/domi.log`],
  ];
  return replacements.reduce((text, [documented, own]) => {
    if (text.split(documented).length !== 2) throw new Error(`not once in docs/operator.md: ${documented}`);
    return text.replace(documented, own);
  }, block);
}
