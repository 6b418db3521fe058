import { createHash } from 'node:crypto';

/**
 * Atomic operations in Lua: Redis and Valkey run one script at a time. All keys of a call are in one slot, and scripts
 * access no others, so that a cluster can run them.
 */
export interface Script {
  readonly text: string;
  readonly sha1: string;
}

function defineScript(text: string): Script {
  return { text, sha1: createHash('sha1').update(text).digest('hex') };
}

/** Releases only the owner's lease: after it has expired, the key may hold another owner's lease. */
const GIVE_BACK = `
local function giveBack(first, last)
  for i = first, last do
    if redis.call('GET', KEYS[i]) == ARGV[1] then redis.call('DEL', KEYS[i]) end
  end
end
`;

/** A parent key holds the key of the answer that the token came in. */
const FIND_PARENTS = `
local function findParents(first, last, found)
  for i = first, last do
    local answer = redis.call('GET', KEYS[i])
    if answer then found[#found + 1] = answer end
  end
  return found
end
`;

/**
 * An answer is a hash: `sealed` and `replays`; or `dead`, which is `refused` when the provider has refused the token,
 * `revoked` when a client has revoked it, and `used` when its successor was used or revoked; or `released`, when the owner of
 * a lease has given it back, so that the token may be presented again, with `failure`, how its call has failed, for those who
 * have waited for it: they must not. Versions before `failure` write none and do not look at it, so that they present the
 * token, as they always did. With `used` beside it, the other members are for replicas whose provider decides about spent
 * tokens: the token may be presented, and those who wait get what came of it. A superseded token is known longer than its answer; its value is '1', or why the answer is over.
 *
 * KEYS: answers, leases, parents, superseded tokens, as many of each.
 * ARGV: owner, lease in ms, replays allowed, and three times '1' or '0': whether the caller has waited for the answer,
 * whether it is in doubt about the token, whether it refuses superseded tokens; and ms for which an answer is replayed.
 * A session whose reply was lost may ask again, and keeps the lease that it has got. Times are cut to what they can be: after a
 * step back of the server's clock, keys last longer.
 * Returns the state, its value or '', and the keys of the answers whose replay is over. The value of a lease says why an
 * answer to this token must not be replayed, if the store knows that.
 */
export const PRESENT = defineScript(`${FIND_PARENTS}
local n = #KEYS / 4
local released = false
local failure
local refuses = ARGV[6] == '1'
local denial = ''
local function reply(state, value) return findParents(2 * n + 1, 3 * n, {state, value}) end
for i = 1, n do
  local answer = redis.call('HMGET', KEYS[i], 'dead', 'sealed', 'released', 'failure')
  if answer[1] and answer[1] ~= 'used' then return reply('dead', '') end
  if answer[1] then
    if refuses then return reply('superseded', 'successor_used') end
    denial = 'successor_used'
  end
  if answer[2] then
    if redis.call('PTTL', KEYS[i]) > tonumber(ARGV[7]) then redis.call('PEXPIRE', KEYS[i], ARGV[7]) end
    if ARGV[4] == '1' or redis.call('HINCRBY', KEYS[i], 'replays', 1) <= tonumber(ARGV[3]) then
      return reply('answered', answer[2])
    end
    denial = ARGV[3] == '0' and 'expired' or 'too_often'
    if refuses then return reply('superseded', denial) end
  end
  if answer[3] then released = true end
  if answer[4] then failure = answer[4] end
end
if refuses then
  for i = 3 * n + 1, #KEYS do
    local known = redis.call('GET', KEYS[i])
    if known then return reply('superseded', known == '1' and 'expired' or known) end
  end
end
local isOwner = false
for i = n + 1, 2 * n do
  local holder = redis.call('GET', KEYS[i])
  if holder == ARGV[1] then isOwner = true
  elseif holder then
    local left = redis.call('PTTL', KEYS[i])
    if left > tonumber(ARGV[2]) then
      redis.call('PEXPIRE', KEYS[i], ARGV[2])
      left = tonumber(ARGV[2])
    end
    return reply('busy', left)
  end
end
if failure and ARGV[4] == '1' and not isOwner then return reply('failed', failure) end
if ARGV[5] == '1' and not released and not isOwner then return reply('lost', '') end
if released then
  for i = 1, n do
    local left = redis.call('HMGET', KEYS[i], 'dead')[1] == 'used' and redis.call('PTTL', KEYS[i]) or 0
    redis.call('DEL', KEYS[i])
    if left > 0 then
      redis.call('HSET', KEYS[i], 'dead', 'used')
      redis.call('PEXPIRE', KEYS[i], left)
    end
  end
end
for i = n + 1, 2 * n do redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2]) end
return reply('leased', denial)
`);

/** Takes a lease back that a failover has lost. KEYS: leases. ARGV: owner, lease in ms. */
export const RENEW = defineScript(`
for i = 1, #KEYS do
  local holder = redis.call('GET', KEYS[i])
  if holder == ARGV[1] then redis.call('PEXPIRE', KEYS[i], ARGV[2])
  elseif not holder then redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2]) end
end
return 1
`);

/**
 * Replaces no answer, and none whose replay is over: this may be the second attempt after a lost reply.
 * KEYS: the answer, the superseded token, leases.
 * ARGV: owner, time to live in ms, sealed answer, ms for which the token is superseded, or 0.
 */
export const PUBLISH = defineScript(`${GIVE_BACK}
local known = redis.call('HMGET', KEYS[1], 'dead', 'sealed')
if known[1] ~= 'used' and known[1] ~= 'revoked' and not known[2] then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'sealed', ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
elseif known[1] == 'used' and not known[2] and redis.call('GET', KEYS[3]) == ARGV[1] then
  redis.call('HSET', KEYS[1], 'sealed', ARGV[3])
end
if tonumber(ARGV[4]) > 0 and redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('SET', KEYS[2], known[1] == 'used' and 'successor_used' or '1', 'PX', ARGV[4])
end
giveBack(3, #KEYS)
return 1
`);

/**
 * Connects a successor with the answer that it came in. The provider has issued it, so what was known before does not count:
 * it is not superseded. This may be a late attempt, and the successor may have been presented, spent or revoked by then.
 * KEYS: answers, leases, parents, superseded tokens, all of one token, as many of each.
 * ARGV: key of the answer, time to live in ms, ms for which a token is superseded, age of the answer in ms.
 * Returns the keys of the answers whose replay is over.
 */
export const ADOPT = defineScript(`
local n = #KEYS / 4
local isUsed = false
for i = 1, 2 * n do
  if redis.call('EXISTS', KEYS[i]) == 1 then isUsed = true end
end
for i = 2 * n + 1, 3 * n do redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2]) end
for i = 3 * n + 1, #KEYS do
  local left = redis.call('PTTL', KEYS[i])
  if left >= 0 then
    if tonumber(ARGV[3]) - left >= tonumber(ARGV[4]) then redis.call('DEL', KEYS[i]) else isUsed = true end
  end
end
return isUsed and {ARGV[1]} or {}
`);

/** KEYS: parents. Returns the keys of the answers that the token came in: their replay is over when it was presented. */
export const LOOK_UP_PARENTS = defineScript(`${FIND_PARENTS}
return findParents(1, #KEYS, {})
`);

/**
 * Says that the lease was given back only when it was: another replica may hold it.
 * KEYS: the answer, the superseded token, leases.
 * ARGV: owner, 'dead', 'superseded' or 'failed', ms for which that is remembered, and how the call has failed, or ''.
 */
export const RELEASE = defineScript(`${GIVE_BACK}
local isOwner = redis.call('GET', KEYS[3]) == ARGV[1]
if ARGV[2] == 'superseded' then
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[3], 'NX')
elseif isOwner and redis.call('HMGET', KEYS[1], 'dead')[1] == 'used' then
  local failure = ARGV[2] == 'dead' and 'invalid_grant' or ARGV[4]
  redis.call('HSET', KEYS[1], 'released', '1')
  if failure ~= '' then redis.call('HSET', KEYS[1], 'failure', failure) end
elseif redis.call('EXISTS', KEYS[1]) == 0 and (ARGV[2] == 'dead' or isOwner) then
  if ARGV[2] == 'dead' then redis.call('HSET', KEYS[1], 'dead', 'refused')
  else
    redis.call('HSET', KEYS[1], 'released', '1')
    if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], 'failure', ARGV[4]) end
  end
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
giveBack(3, #KEYS)
return 1
`);

/**
 * Ends the replay of the answer to a revoked token, and makes the token dead.
 * KEYS: answers, parents, as many of each. ARGV: ms for which the token counts as dead.
 * Returns the keys of the answers that held the token.
 */
export const END_GRANT = defineScript(`${FIND_PARENTS}
local n = #KEYS / 2
for i = 1, n do redis.call('DEL', KEYS[i]) end
redis.call('HSET', KEYS[1], 'dead', 'revoked')
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return findParents(n + 1, #KEYS, {})
`);

/**
 * Ends the replay of an answer, since a token of it was used. The answer itself may come later, from a replica that was cut off,
 * so the end is known for some time in any case.
 * KEYS: the answer, the superseded token before it. ARGV: ms for which the end is known.
 */
export const END_REPLAY = defineScript(`
if redis.call('EXISTS', KEYS[2]) == 1 then redis.call('SET', KEYS[2], 'successor_used', 'KEEPTTL') end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'dead', 'used')
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
`);

/**
 * Counts a request. One script, so that no key is left without an expiry. The value is a string as earlier versions wrote
 * it: old and new replicas count together during an upgrade. After a step back of the server's clock a key lasts longer than its
 * window, which then begins anew. KEYS: the key. ARGV: length of the window in ms. Returns requests and milliseconds left.
 */
export const COUNT = defineScript(`
local left = redis.call('PTTL', KEYS[1])
if left <= 0 or left > tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], 1, 'PX', ARGV[1])
  return {1, tonumber(ARGV[1])}
end
local requests = redis.call('GET', KEYS[1]) + 1
redis.call('SET', KEYS[1], requests, 'KEEPTTL')
return {requests, left}
`);

/**
 * Takes a key that nobody holds. KEYS: the key. ARGV: value, time to live in ms. Returns the value that is there already, or
 * '', and the milliseconds that it has left. After a step back of the server's clock, a claim is cut to its time.
 */
export const CLAIM = defineScript(`
local held = redis.call('GET', KEYS[1])
if held then
  local left = redis.call('PTTL', KEYS[1])
  if held == ARGV[1] and left > tonumber(ARGV[2]) then
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    left = tonumber(ARGV[2])
  end
  return {held, left}
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {'', 0}
`);

/** KEYS: the key. ARGV: value, time to live in ms. */
export const PUT = defineScript(`
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`);

/** Gives a claimed key back. KEYS: the key. */
export const DROP = defineScript(`
redis.call('DEL', KEYS[1])
return 1
`);

/**
 * Does everything that other scripts do: a store that is full, read-only, or lacks a right would still reply to a ping.
 * KEYS: a string, a hash.
 */
export const PROBE = defineScript(`
redis.call('SET', KEYS[1], '1', 'PX', 1000)
redis.call('GET', KEYS[1])
redis.call('EXISTS', KEYS[1])
redis.call('PTTL', KEYS[1])
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'dead', '1')
redis.call('HMGET', KEYS[2], 'dead', 'sealed')
redis.call('HINCRBY', KEYS[2], 'replays', 1)
redis.call('PEXPIRE', KEYS[2], 1000)
return 1
`);
