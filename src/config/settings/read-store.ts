import { STORE_MODES, type StoreEndpoints, type StoreMode } from '../../store/store-endpoints.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';
import { parseStoreAddresses, type StoreUrl } from './parse-store-addresses.ts';

/** What Sentinel may call the primary. */
export const MASTER_NAME = /^[A-Za-z0-9._-]{1,100}$/;

/**
 * Reads where the store is. Faults never repeat the address: it may contain a password.
 * @param text value of `DOMI_STORE_URL`
 */
export function readStore(
  text: string | undefined,
  environment: Environment,
  faults: FaultList,
): StoreEndpoints | undefined {
  const mode = readMode(environment.DOMI_STORE_MODE, faults);
  const master = environment.DOMI_STORE_MASTER || undefined;
  if (text === undefined) {
    // A value that could not be read has a fault of its own.
    if (environment.DOMI_STORE_URL || environment.DOMI_STORE_URL_FILE) return undefined;
    for (const name of ['DOMI_STORE_MODE', 'DOMI_STORE_MASTER'] as const) {
      if (environment[name]) faults.add(name, 'is set, but DOMI_STORE_URL is not');
    }
    return undefined;
  }
  const urls = parseStoreAddresses(text);
  if (typeof urls === 'string') faults.add('DOMI_STORE_URL', urls);
  if (mode === undefined || typeof urls === 'string') return undefined;
  checkMaster(master, mode, faults);
  return combine(urls, mode, master, faults);
}

function readMode(text: string | undefined, faults: FaultList): StoreMode | undefined {
  const mode = STORE_MODES.find((name) => name === (text || 'single'));
  if (mode === undefined) faults.add('DOMI_STORE_MODE', `must be ${STORE_MODES.join(', ')}`);
  return mode;
}

function checkMaster(master: string | undefined, mode: StoreMode, faults: FaultList): void {
  if (mode !== 'sentinel') {
    if (master) faults.add('DOMI_STORE_MASTER', 'is for DOMI_STORE_MODE=sentinel only');
  } else if (master === undefined) {
    faults.add('DOMI_STORE_MASTER', 'is missing: Sentinel is asked for the primary by this name');
  } else if (!MASTER_NAME.test(master)) {
    faults.add('DOMI_STORE_MASTER', 'must be a name as Sentinel takes it: letters, digits and . - _');
  }
}

const DEFAULT_PORT = 6379;
const SENTINEL_PORT = 26_379;

function combine(
  urls: readonly StoreUrl[],
  mode: StoreMode,
  master: string | undefined,
  faults: FaultList,
): StoreEndpoints {
  const [first] = urls as [StoreUrl, ...StoreUrl[]];
  const { isTls, username, password } = first;
  if (mode === 'single' && urls.length > 1) {
    faults.add('DOMI_STORE_URL', 'has several addresses: set DOMI_STORE_MODE to sentinel or cluster');
  }
  const databases = new Set(urls.flatMap(({ database }) => (database === undefined ? [] : [database])));
  const isSame = (url: StoreUrl): boolean =>
    url.isTls === isTls && url.username === username && url.password === password;
  if (!urls.every(isSame) || databases.size > 1) {
    faults.add('DOMI_STORE_URL', 'must have the same scheme, user, password and database in all addresses');
  }
  const [database = 0] = databases;
  if (mode === 'cluster' && database !== 0) {
    faults.add('DOMI_STORE_URL', 'must not name a database: a cluster has only one');
  }
  const defaultPort = mode === 'sentinel' ? SENTINEL_PORT : DEFAULT_PORT;
  const addresses = urls.map(({ host, port = defaultPort }) => ({ host, port }));
  return { mode, addresses, isTls, username, password, database, master };
}
