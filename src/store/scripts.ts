import { createHash } from 'node:crypto';
import type { StoreClient } from './connect-store.ts';

/** Atomic operations in Lua: Redis and Valkey run one script at a time. */
export interface Script {
  readonly text: string;
  readonly sha1: string;
}

/** Runs a script by its digest; a restarted server does not know the digest, so it gets the text again. */
export async function runScript(
  client: StoreClient,
  script: Script,
  keys: string[],
  values: string[],
): Promise<unknown> {
  const options = { keys, arguments: values };
  try {
    return await client.evalSha(script.sha1, options);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return client.eval(script.text, options);
  }
}

function defineScript(text: string): Script {
  return { text, sha1: createHash('sha1').update(text).digest('hex') };
}

/**
 * Presenting a token ends the replay of the answer that it came in, and makes the token before it dead. A parent key
 * holds the key of that answer. The script reads it at run time, so a Redis cluster cannot route this script.
 */
const END_PARENTS = `
local function endParents(first, last)
  for i = first, last do
    local answer = redis.call('GET', KEYS[i])
    if answer then
      local left = redis.call('PTTL', answer)
      if left > 0 then
        redis.call('DEL', answer)
        redis.call('HSET', answer, 'dead', '1', 'denial', 'successor_used')
        redis.call('PEXPIRE', answer, left)
      end
      redis.call('DEL', KEYS[i])
    end
  end
end
`;

/** Releases only the owner's lease: after it has expired, the key may hold another owner's lease. */
const GIVE_BACK = `
local function giveBack(first, last)
  for i = first, last do
    if redis.call('GET', KEYS[i]) == ARGV[1] then redis.call('DEL', KEYS[i]) end
  end
end
`;

/**
 * An answer is a hash: `sealed` and `replays`; or `dead`, with `denial` when the token is spent and not refused by the
 * provider; or `released`, when the owner of a lease gave it back, so that the token may be presented again.
 *
 * KEYS: answers, leases, parents, superseded tokens, as many of each.
 * ARGV: owner, lease in ms, replays allowed, and three times '1' or '0': whether the caller has waited for the answer,
 * whether it is in doubt about the token, whether it refuses superseded tokens.
 */
export const PRESENT = defineScript(`${END_PARENTS}
local n = #KEYS / 4
local released = false
local refuses = ARGV[6] == '1'
endParents(2 * n + 1, 3 * n)
for i = 1, n do
  local answer = redis.call('HMGET', KEYS[i], 'dead', 'denial', 'sealed', 'released')
  if answer[1] and not answer[2] then return {'dead'} end
  if answer[2] and refuses then return {'superseded', answer[2]} end
  if answer[3] then
    if ARGV[4] == '1' or redis.call('HINCRBY', KEYS[i], 'replays', 1) <= tonumber(ARGV[3]) then
      return {'answered', answer[3]}
    end
    if refuses then return {'superseded', ARGV[3] == '0' and 'expired' or 'too_often'} end
  end
  if answer[4] then released = true end
end
if refuses then
  for i = 3 * n + 1, #KEYS do
    if redis.call('EXISTS', KEYS[i]) == 1 then return {'superseded', 'expired'} end
  end
end
for i = n + 1, 2 * n do
  if redis.call('EXISTS', KEYS[i]) == 1 then return {'busy', redis.call('PTTL', KEYS[i])} end
end
if ARGV[5] == '1' and not released then return {'lost'} end
if released then
  for i = 1, n do redis.call('DEL', KEYS[i]) end
end
for i = n + 1, 2 * n do redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2]) end
return {'leased'}
`);

/** Takes a lease again that the store has lost. KEYS: leases. ARGV: owner, lease in ms. */
export const RENEW = defineScript(`
for i = 1, #KEYS do
  local owner = redis.call('GET', KEYS[i])
  if not owner or owner == ARGV[1] then redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2]) end
end
return 1
`);

/**
 * KEYS: the answer, the superseded token, leases; parents and superseded tokens of the successors, as many of each.
 * ARGV: owner, number of leases, time to live of the answer in ms, sealed answer, ms for which the token is superseded,
 * or 0.
 */
export const PUBLISH = defineScript(`${GIVE_BACK}
local leases = tonumber(ARGV[2])
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'sealed', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
if tonumber(ARGV[5]) > 0 then redis.call('SET', KEYS[2], '1', 'PX', ARGV[5]) end
local successors = (#KEYS - 2 - leases) / 2
for i = 3 + leases, 2 + leases + successors do redis.call('SET', KEYS[i], KEYS[1], 'PX', ARGV[3]) end
for i = 3 + leases + successors, #KEYS do redis.call('DEL', KEYS[i]) end
giveBack(3, 2 + leases)
return 1
`);

/**
 * KEYS: the answer, the superseded token, leases.
 * ARGV: owner, 'dead', 'superseded' or 'released', ms for which that is remembered.
 */
export const RELEASE = defineScript(`${GIVE_BACK}
if ARGV[2] == 'superseded' then
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[3])
elseif redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('HSET', KEYS[1], ARGV[2], '1')
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
giveBack(3, #KEYS)
return 1
`);

/** KEYS: parents. */
export const END_PARENT = defineScript(`${END_PARENTS}
endParents(1, #KEYS)
return 1
`);
