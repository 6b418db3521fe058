/**
 * Everything that a user of the store needs. docs/refresh.md is generated from this list, tests give a user exactly these
 * rights, and the probe of the store uses all of them. AUTH and HELLO need no right.
 */

/** Patterns of the keys. */
export const KEY_PREFIX = 'domi:';

/** In every mode. The last ones are those that scripts call. */
export const STORE_COMMANDS = [
  'evalsha',
  'eval',
  'del',
  'exists',
  'get',
  'hincrby',
  'hmget',
  'hset',
  'pexpire',
  'pttl',
  'set',
] as const;

/** When the address names a database other than 0. */
export const DATABASE_COMMANDS = ['select'] as const;

/** In a cluster: who serves which slots, and following a slot that is being moved. */
export const CLUSTER_COMMANDS = ['cluster|slots', 'asking'] as const;

/** At Sentinel, not at the store. */
export const SENTINEL_COMMANDS = ['sentinel|get-master-addr-by-name'] as const;

/**
 * @returns rules for `ACL SETUSER`, without name and password
 * @param commands of the lists above
 */
export function renderAclRules(commands: readonly string[]): string {
  return [`~${KEY_PREFIX}*`, 'resetchannels', '-@all', ...commands.map((command) => `+${command}`)].join(' ');
}
