/** One address of the store. */
export interface StoreUrl {
  readonly isTls: boolean;
  readonly host: string;
  readonly port: number | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number | undefined;
}

const FORM = 'must be redis://host:6379 or rediss://…, with user:password@ and /database as needed';
const SEVERAL =
  'must be addresses like redis://host:6379, separated by commas; a comma in a password is written %2C';

/**
 * Parses one address, or several that are separated by commas. Those after the first may be `host:port` alone, and then
 * have its scheme, user and password.
 * @returns what is wrong, without repeating any of it
 */
export function parseStoreAddresses(text: string): readonly StoreUrl[] | string {
  const one = parseStoreUrl(text);
  if (one) return [one];
  if (!text.includes(',')) return FORM;
  const [first = '', ...others] = text.split(',').map((part) => part.trim());
  const [, start = ''] = /^(rediss?:\/\/(?:[^@/]*@)?)/.exec(first) ?? [];
  const urls = [first, ...others.map((part) => (part.includes('://') ? part : `${start}${part}`))].map(
    parseStoreUrl,
  );
  return urls.every((url) => url !== undefined) ? urls : SEVERAL;
}

function parseStoreUrl(text: string): StoreUrl | undefined {
  if (!/^rediss?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  if (hostname === '' || hostname.includes(',') || search !== '' || hash !== '') return undefined;
  const [, database] = /^(?:\/(\d*))?$/.exec(pathname) ?? [undefined, 'none'];
  if (database === 'none' || port === '0') return undefined;
  const login = [username, password].map(decode);
  if (login.includes(undefined)) return undefined;
  return {
    isTls: protocol === 'rediss:',
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? undefined : Number(port),
    username: login[0] || undefined,
    password: login[1] || undefined,
    database: database ? Number(database) : undefined,
  };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
