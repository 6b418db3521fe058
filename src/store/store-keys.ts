import { KEY_PREFIX } from './store-commands.ts';

/** Characters of a fingerprint that are the same for all fingerprints of one token (sealing/fingerprint.ts). */
const SHARD_LENGTH = 2;

/** The keys of one token. */
export interface TokenKeys {
  /** One for each fingerprint of the token, in order. */
  readonly answers: readonly string[];
  readonly leases: readonly string[];
  readonly parents: readonly string[];
  readonly superseded: readonly string[];
}

/**
 * Builds the keys of a token. What is in braces decides the slot in a cluster (Redis Cluster specification, hash tags), so
 * all keys of one token are in one slot, and one script can use them.
 */
export function buildTokenKeys(names: readonly string[]): TokenKeys {
  const build = (kind: string): string[] => names.map((name) => buildKey(kind, name));
  return {
    answers: build('answer'),
    leases: build('lease'),
    parents: build('parent'),
    superseded: build('superseded'),
  };
}

function buildKey(kind: string, name: string): string {
  return `${KEY_PREFIX}${kind}:{${name.slice(0, SHARD_LENGTH)}}${name.slice(SHARD_LENGTH)}`;
}

/** Whether a value of the store is the key of an answer. */
export function isAnswerKey(text: unknown): text is string {
  return typeof text === 'string' && text.startsWith(`${KEY_PREFIX}answer:`);
}

/** The key of a superseded token, from that of the answer to it. */
export function toSupersededKey(answer: string): string {
  return answer.replace(`${KEY_PREFIX}answer:`, `${KEY_PREFIX}superseded:`);
}

/** @param subject whose requests are counted; must not contain a client's address */
export function buildCountKey(seconds: number, subject: string): string {
  return `${KEY_PREFIX}limit:${seconds}:${subject}`;
}

/** @param delivery names a delivery of a provider, without its signature */
export function buildDeliveryKey(delivery: string): string {
  return `${KEY_PREFIX}delivery:${delivery}`;
}

/** @param app names an OAuth app and its credentials without revealing them */
export function buildCredentialsKey(app: string): string {
  return `${KEY_PREFIX}credentials:${app}`;
}

/**
 * Builds the keys of a probe: two, as requests have several, and in the slot of the key that failed.
 * @param like a key of the request that failed last, if any
 */
export function buildProbeKeys(like: string | undefined): readonly [string, string] {
  const tag = /\{[^}]+\}/.exec(like ?? '')?.[0] ?? '{probe}';
  return [`${KEY_PREFIX}probe:${tag}.text`, `${KEY_PREFIX}probe:${tag}.hash`];
}
