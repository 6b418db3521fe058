import type { OpenApiDocument, PathItem } from '../../../src/openapi/open-api-document.ts';

/** An address of the document, with the pointer to it. */
export interface FoundPath {
  readonly template: string;
  readonly pointer: string;
  readonly item: PathItem;
}

interface Pattern extends FoundPath {
  readonly ports: readonly ('web' | 'management')[];
  readonly pattern: RegExp;
  /** The more characters are fixed, the more specific it is. */
  readonly fixed: number;
}

/**
 * Finds what the document says of a path. A path of the web port may be below any prefix, since tenants have one, and may end in
 * a slash, as those of DOMI 1.x.
 * @returns the most specific ones; several when only a tenant would know which of them it is
 */
export function createPathFinder({
  paths,
}: Pick<OpenApiDocument, 'paths'>): (port: 'web' | 'management', path: string) => readonly FoundPath[] {
  const patterns = Object.entries(paths).map(([template, item]) => toPattern(template, item));
  return (port, path) => {
    const clean = path.replace(/[?#].*$/s, '').replace(/\/{2,}/g, '/');
    const found = patterns.filter((each) => each.ports.includes(port) && each.pattern.test(clean));
    const most = Math.max(...found.map(({ fixed }) => fixed));
    return found.filter(({ fixed }) => fixed === most);
  };
}

/** The ports that answer an address. The management port is where the document is: its URL is relative. */
export function listPorts({ servers = [] }: PathItem): readonly ('web' | 'management')[] {
  const isManagement = servers.some(({ url }) => url === '/');
  const isWeb = servers.length === 0 || servers.some(({ url }) => url !== '/');
  return [...(isWeb ? (['web'] as const) : []), ...(isManagement ? (['management'] as const) : [])];
}

function toPattern(template: string, item: PathItem): Pattern {
  const ports = listPorts(item);
  const text = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+');
  return {
    template,
    item,
    ports,
    pattern: new RegExp(ports.includes('management') ? `^${text}$` : `^(?:/[^/]+)*${text}/?$`),
    pointer: `/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    fixed: template.replace(/\{[^}]+\}/g, '').length,
  };
}
