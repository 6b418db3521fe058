import type { FaultList } from '../report/fault-list.ts';

/** Faults never repeat the value: it may contain a password. */
export function readStoreUrl(text: string | undefined, faults: FaultList): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isStore = url?.protocol === 'redis:' || url?.protocol === 'rediss:';
  const isDecodable = !/%(?![0-9a-f]{2})/i.test(`${url?.username}${url?.password}`);
  if (isStore && isDecodable && url.hostname !== '' && /^(\/\d*)?$/.test(url.pathname)) return text;
  faults.add(
    'DOMI_STORE_URL',
    'must be redis://host:6379 or rediss://…, with user:password@ and /database as needed',
  );
  return undefined;
}
