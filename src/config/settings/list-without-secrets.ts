import type { Environment } from './environment.ts';
import { PROCESS_SECRETS } from './known-variables.ts';

/** Files of the pod that only it can open, and settings that make no sense without a secret. */
const OF_THE_POD = ['TLSFile', 'TLSType', 'TLSPassword', 'PEMCert', 'DOMI_LOGO_FILE'];
const OF_THE_STORE = ['DOMI_STORE_URL', 'DOMI_STORE_MODE', 'DOMI_STORE_MASTER'];

/** In place of a secret that each pod has, so that settings which need it are validated too. */
const STAND_INS: Readonly<Record<string, string>> = {
  DOMI_SEAL_KEYS: 'unread:ThisStandsInForASealKeyAndSealsNothingAtAll',
  DOMI_WEBHOOK_FORWARD_SECRET: 'ThisStandsInForASecretThatSignsNothingAtAl0=',
};

/**
 * Lists the variables that can be validated where no secret is: in a pipeline. A secret that stands in the environment itself
 * is validated, one that a file holds is not.
 */
export function listWithoutSecrets(environment: Environment): Environment {
  const kept: Record<string, string | undefined> = { ...environment };
  for (const name of PROCESS_SECRETS) delete kept[`${name}_FILE`];
  for (const name of OF_THE_POD) delete kept[name];
  if (!kept['DOMI_STORE_URL']) for (const name of OF_THE_STORE) delete kept[name];
  for (const [name, value] of Object.entries(STAND_INS)) {
    const isNeeded = name === 'DOMI_SEAL_KEYS' || kept['DOMI_WEBHOOK_FORWARD_URL'];
    if (!kept[name] && isNeeded) kept[name] = value;
  }
  return kept;
}
