import { DEFAULT_LIMITS, LIMIT_SCOPES, type Limits, NO_LIMITS, overrideLimits } from '../../limits/limits.ts';
import { parseLimit } from '../../limits/parse-limit.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';

const LIMIT_VARIABLES = {
  clientAddress: 'DOMI_LIMIT_CLIENT_ADDRESS',
  tenant: 'DOMI_LIMIT_TENANT',
  provider: 'DOMI_LIMIT_PROVIDER',
  token: 'DOMI_LIMIT_TOKEN',
} as const;

export function readLimits(environment: Environment, faults: FaultList): Limits {
  const overall = environment.DOMI_LIMITS || 'on';
  if (overall !== 'on' && overall !== 'off') faults.add('DOMI_LIMITS', 'must be on or off');
  const settings = LIMIT_SCOPES.map((scope) => {
    const name = LIMIT_VARIABLES[scope];
    const text = environment[name];
    if (!text) return [];
    try {
      return [[scope, parseLimit(text)] as const];
    } catch (error) {
      faults.add(name, (error as RangeError).message);
      return [];
    }
  });
  return overrideLimits(overall === 'off' ? NO_LIMITS : DEFAULT_LIMITS, Object.fromEntries(settings.flat()));
}
