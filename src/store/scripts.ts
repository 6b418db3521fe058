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
        redis.call('HSET', answer, 'dead', '1')
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
 * KEYS: answers, leases, parents, as many of each.
 * ARGV: owner, lease in ms, replays allowed, '1' when the caller has waited for the answer.
 */
export const PRESENT = defineScript(`${END_PARENTS}
local n = #KEYS / 3
endParents(2 * n + 1, #KEYS)
for i = 1, n do
  local answer = redis.call('HMGET', KEYS[i], 'dead', 'sealed')
  if answer[1] then return {'dead'} end
  if answer[2] then
    if ARGV[4] == '1' or redis.call('HINCRBY', KEYS[i], 'replays', 1) <= tonumber(ARGV[3]) then
      return {'answered', answer[2]}
    end
    return {'dead'}
  end
end
for i = n + 1, 2 * n do
  if redis.call('EXISTS', KEYS[i]) == 1 then return {'busy'} end
end
for i = n + 1, 2 * n do redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2]) end
return {'leased'}
`);

/** KEYS: leases. ARGV: owner, lease in ms. */
export const RENEW = defineScript(`
for i = 1, #KEYS do
  if redis.call('GET', KEYS[i]) == ARGV[1] then redis.call('PEXPIRE', KEYS[i], ARGV[2]) end
end
return 1
`);

/** KEYS: the answer, leases, parents. ARGV: owner, number of leases, time to live in ms, sealed answer. */
export const PUBLISH = defineScript(`${GIVE_BACK}
local leases = tonumber(ARGV[2])
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'sealed', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
for i = 2 + leases, #KEYS do redis.call('SET', KEYS[i], KEYS[1], 'PX', ARGV[3]) end
giveBack(2, 1 + leases)
return 1
`);

/** KEYS: the answer, leases. ARGV: owner, ms for which the token counts as dead, or 0. */
export const RELEASE = defineScript(`${GIVE_BACK}
if tonumber(ARGV[2]) > 0 and redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('HSET', KEYS[1], 'dead', '1')
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
giveBack(2, #KEYS)
return 1
`);

/** KEYS: answers, parents. ARGV: number of answers, ms for which the token counts as dead. */
export const END_GRANT = defineScript(`${END_PARENTS}
local answers = tonumber(ARGV[1])
endParents(answers + 1, #KEYS)
for i = 1, answers do redis.call('DEL', KEYS[i]) end
redis.call('HSET', KEYS[1], 'dead', '1')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`);
