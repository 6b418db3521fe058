import { readFileSync } from 'node:fs';

/** What is known of one service, in the words of services.txt. */
export interface Service {
  readonly id: string;
  readonly authorize: string;
  readonly token: string;
  readonly refresh: string;
  readonly isBasic: boolean;
  readonly isJson: boolean;
  readonly hasPkce: boolean;
  readonly separator: string;
  readonly scopes: readonly string[];
  readonly authorizeParams: Readonly<Record<string, string>>;
  readonly tokenParams: Readonly<Record<string, string>>;
  readonly refreshParams: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  /** Field of the token answer -> JSON pointer. */
  readonly answer: Readonly<Record<string, string>>;
  /** clientId, clientSecret, scope -> name on the wire. */
  readonly names: Readonly<Record<string, string>>;
}

export function readServices(): Service[] {
  return readRows('services.txt').map(readService);
}

export interface UncoveredService {
  readonly id: string;
  readonly shape: string;
}

export function readUncovered(): UncoveredService[] {
  return readRows('not-covered.txt').map((row) => {
    const [id = '', shape = ''] = row.split(/\s+/);
    return { id, shape };
  });
}

function readRows(name: string): string[] {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

function readService(row: string): Service {
  const [id = '', authorize = '', token = '', ...options] = row.split(' ');
  const tokenEndpoint = token.startsWith('/') ? hostOf(authorize) + token : token;
  const pairs = (prefix: string): Record<string, string> =>
    Object.fromEntries(
      options
        .filter((option) => option.startsWith(`${prefix}:`))
        .map((option) => splitOnce(option.slice(prefix.length + 1))),
    );
  const values = (name: string): string[] =>
    options.filter((option) => option.startsWith(`${name}=`)).map((option) => option.slice(name.length + 1));
  return {
    id,
    authorize,
    token: tokenEndpoint,
    refresh: values('refresh')[0] ?? tokenEndpoint,
    isBasic: options.includes('basic'),
    isJson: options.includes('json'),
    hasPkce: !options.includes('nopkce'),
    separator: values('sep')[0] ?? ' ',
    scopes: values('scope'),
    authorizeParams: pairs('a'),
    tokenParams: pairs('t'),
    refreshParams: pairs('r'),
    variables: pairs('v'),
    answer: pairs('at'),
    names: pairs('name'),
  };
}

/** Not by URL: a template is none yet. */
function hostOf(endpoint: string): string {
  return /^https:\/\/[^/]+/.exec(endpoint)?.[0] ?? '';
}

function splitOnce(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}
