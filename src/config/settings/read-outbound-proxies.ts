import { DISK, type Disk } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import { chooseSpelling } from './choose-spelling.ts';
import type { Environment } from './environment.ts';
import { parseProxyAddress } from './parse-proxy-address.ts';
import { readNoProxy } from './read-no-proxy.ts';
import { readSecretFile } from './read-secret-file.ts';

/** Outbound proxies as text, which survives a structured clone. User and password stand in the addresses. */
export interface ProxySettings {
  readonly https: string | undefined;
  readonly http: string | undefined;
  readonly noProxy: string;
}

/** Reads the variables that curl and many other programs share. Their names may be in lower case. */
export function readOutboundProxies(
  environment: Environment,
  faults: FaultList,
  disk: Disk = DISK,
): ProxySettings {
  const https = readProxy('HTTPS_PROXY', environment, faults, disk);
  const http = readProxy('HTTP_PROXY', environment, faults, disk);
  if (
    isSet(environment, 'ALL_PROXY') &&
    !isSet(environment, 'HTTPS_PROXY') &&
    !isSet(environment, 'HTTP_PROXY')
  ) {
    faults.warn('', 'ALL_PROXY is not used: set HTTPS_PROXY for the calls to meeting services');
  }
  return { https, http, noProxy: readNoProxy(environment, faults) };
}

function isSet(environment: Environment, variable: string): boolean {
  return [variable, variable.toLowerCase(), `${variable}_FILE`].some((name) => environment[name]);
}

function readProxy(
  variable: string,
  environment: Environment,
  faults: FaultList,
  disk: Disk,
): string | undefined {
  const fileVariable = `${variable}_FILE`;
  const path = environment[fileVariable] || undefined;
  const given = chooseSpelling(variable, environment, faults);
  if (given && path) {
    faults.add(given.name, `is set twice: set either ${given.name} or ${fileVariable}`);
    return undefined;
  }
  const text = path === undefined ? given?.text : readSecretFile(path, fileVariable, faults, disk);
  if (text === undefined) return undefined;
  const address = parseProxyAddress(text);
  if ('url' in address) return address.url.href;
  faults.add(given?.name ?? fileVariable, address.fault);
  return undefined;
}
