import { createHash } from 'node:crypto';
import type { Environment } from '../settings/environment.ts';
import { describeSource, toSourceKey } from './credential-source.ts';
import { type CredentialValues, explainReserved } from './credential-values.ts';

/**
 * Stands in for the values of files and variables, which are not opened. Each place has a stand-in of its own, so that rules
 * about whose secret it is hold by place: a tenant that names the secret of a root record is found out.
 * @param assumesVariables whether variables that are not set here count as set where the service runs
 */
export function createUnreadValues(environment: Environment, assumesVariables: boolean): CredentialValues {
  const isSet = (name: string): boolean => Boolean(environment[name] || environment[`${name}_FILE`]);
  return {
    read(source) {
      if ('value' in source) return { value: source.value };
      if ('env' in source) {
        const fault = explainReserved(source.env, describeSource(source));
        if (fault !== undefined) return { fault };
        if (!assumesVariables && !isSet(source.env)) return {};
      }
      return { value: createHash('sha256').update(toSourceKey(source)).digest('hex') };
    },
  };
}
