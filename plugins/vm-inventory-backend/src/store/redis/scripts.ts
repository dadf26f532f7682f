// Each begins with the same question: may this writer still write, and does it know what is there?
// A later lease's fencing number refuses it; `unknown` and `behind` tell it to look first.

const touch = `
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ttl) end`;

/**
 * Appends changes of a source to its stream.
 *
 * KEYS meta, chunks, stream; ARGV fencing, ttl, stream length, epoch, seq before, seq after, changes.
 *
 * @internal
 */
export const APPEND = `
local fencing, ttl, length = ARGV[1], ARGV[2], ARGV[3]
local meta = redis.call('HMGET', KEYS[1], 'fencing', 'epoch', 'seq')
if meta[1] and tonumber(meta[1]) > tonumber(fencing) then return {'fenced', meta[1]} end
if not meta[2] then return {'unknown'} end
if meta[2] ~= ARGV[4] or meta[3] ~= ARGV[5] then return {'behind'} end
local id = redis.call('XADD', KEYS[3], 'MAXLEN', '~', length, '*', 'fencing', fencing, 'epoch', ARGV[4], 'seq', ARGV[6], 'changes', ARGV[7])
redis.call('HSET', KEYS[1], 'fencing', fencing, 'seq', ARGV[6])
${touch}
return {'ok', id}`;

/**
 * Keeps and announces what a collector says of its source.
 *
 * KEYS meta, chunks, stream; ARGV fencing, ttl, stream length, epoch, report.
 *
 * @internal
 */
export const REPORT = `
local fencing, ttl, length = ARGV[1], ARGV[2], ARGV[3]
local meta = redis.call('HMGET', KEYS[1], 'fencing', 'epoch')
if meta[1] and tonumber(meta[1]) > tonumber(fencing) then return {'fenced', meta[1]} end
if not meta[2] then return {'unknown'} end
if meta[2] ~= ARGV[4] then return {'behind'} end
local id = redis.call('XADD', KEYS[3], 'MAXLEN', '~', length, '*', 'fencing', fencing, 'report', ARGV[5])
redis.call('HSET', KEYS[1], 'fencing', fencing, 'report', ARGV[5])
${touch}
return {'ok', id}`;

/**
 * Writes chunks that hold the changes up to a place in the stream; an empty chunk is removed. Does
 * nothing when newer ones are there already.
 *
 * KEYS meta, chunks, stream; ARGV fencing, ttl, epoch, seq, id in the stream, then chunk by chunk
 * its name and content.
 *
 * @internal
 */
export const FLUSH = `
local fencing, ttl = ARGV[1], ARGV[2]
local meta = redis.call('HMGET', KEYS[1], 'fencing', 'epoch', 'chunkSeq')
if meta[1] and tonumber(meta[1]) > tonumber(fencing) then return {'fenced', meta[1]} end
if not meta[2] then return {'unknown'} end
if meta[2] ~= ARGV[3] then return {'behind'} end
if tonumber(meta[3]) > tonumber(ARGV[4]) then return {'ok', ARGV[5]} end
for i = 6, #ARGV, 2 do
  if ARGV[i + 1] == '' then redis.call('HDEL', KEYS[2], ARGV[i])
  else redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
end
redis.call('HSET', KEYS[1], 'chunkSeq', ARGV[4], 'chunkId', ARGV[5])
${touch}
return {'ok', ARGV[5]}`;

/**
 * Puts all chunks in place of what was there, and announces that all must be read anew.
 *
 * KEYS meta, chunks, stream; ARGV fencing, ttl, stream length, epoch expected or empty, seq expected,
 * epoch, seq, report, then chunk by chunk its name and content.
 *
 * @internal
 */
export const REWRITE = `
local fencing, ttl, length = ARGV[1], ARGV[2], ARGV[3]
local meta = redis.call('HMGET', KEYS[1], 'fencing', 'epoch', 'seq')
if meta[1] and tonumber(meta[1]) > tonumber(fencing) then return {'fenced', meta[1]} end
if ARGV[4] ~= '' then
  if not meta[2] then return {'unknown'} end
  if meta[2] ~= ARGV[4] or meta[3] ~= ARGV[5] then return {'behind'} end
end
redis.call('DEL', KEYS[2])
for i = 9, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
local id = redis.call('XADD', KEYS[3], 'MAXLEN', '~', length, '*', 'fencing', fencing, 'epoch', ARGV[6], 'seq', ARGV[7])
redis.call('HSET', KEYS[1], 'fencing', fencing, 'epoch', ARGV[6], 'seq', ARGV[7], 'report', ARGV[8], 'chunkSeq', ARGV[7], 'chunkId', id)
${touch}
return {'ok', id}`;
