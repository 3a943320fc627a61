-- Applies a batch's entries to one conversation, whole or not at all.
--
-- KEYS[1]  the conversation's hash: a number -> message, 'a' .. number -> its amendment, and of the conversation itself
--          f(irst) and l(ast) number held, n(umber of messages), e(poch), v(isitor), g(roup), c(losed at, ms; 0 while open)
-- ARGV     most messages, ms to keep after closing, ms to keep an open one that nobody writes in, then entries:
--          'm' number epoch visitor message rank amendment | 'a' number rank amendment | 'r' visitor group closed-at
local key = KEYS[1]
local most = tonumber(ARGV[1])
local meta = redis.call('HMGET', key, 'f', 'l', 'n', 'e', 'v', 'g', 'c')
local first, last, count = tonumber(meta[1] or 0), tonumber(meta[2] or 0), tonumber(meta[3] or 0)
local epoch, visitor, group, closed = meta[4] or '', meta[5] or '', meta[6] or '', meta[7] or '0'

local function amend(number, rank, amendment)
  local held = redis.call('HGET', key, 'a' .. number)
  if not held or tonumber(string.match(held, '^%d+')) < tonumber(rank) then
    redis.call('HSET', key, 'a' .. number, amendment)
  end
end

local function clear()
  redis.call('DEL', key)
  first, last, count = 0, 0, 0
end

local function trim()
  while count > most do
    count = count - redis.call('HDEL', key, first)
    redis.call('HDEL', key, 'a' .. first)
    first = first + 1
  end
end

local i = 4
while i <= #ARGV do
  local kind = ARGV[i]
  if kind == 'm' then
    local number = tonumber(ARGV[i + 1])
    local follows = count > 0 and epoch == ARGV[i + 2]
    if not (follows and number <= last) then
      if count > 0 and not (follows and number == last + 1) then clear() end
      if count == 0 then first = number end
      last, count, epoch, visitor = number, count + 1, ARGV[i + 2], ARGV[i + 3]
      redis.call('HSET', key, ARGV[i + 1], ARGV[i + 4])
      if ARGV[i + 5] ~= '0' then amend(ARGV[i + 1], ARGV[i + 5], ARGV[i + 6]) end
      trim()
    end
    i = i + 7
  elseif kind == 'a' then
    if redis.call('HEXISTS', key, ARGV[i + 1]) == 1 then amend(ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]) end
    i = i + 4
  else
    visitor, group, closed = ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
    i = i + 4
  end
end

local touched = count > 0 or closed ~= '0' or group ~= '' or visitor ~= ''
if touched then
  -- Numbers as text: Lua would write a large one as 1e+15.
  redis.call('HSET', key, 'f', string.format('%.0f', first), 'l', string.format('%.0f', last),
    'n', count, 'e', epoch, 'v', visitor, 'g', group, 'c', closed)
  if closed == '0' then
    redis.call('PEXPIRE', key, ARGV[3])
  else
    redis.call('PEXPIREAT', key, string.format('%.0f', tonumber(closed) + tonumber(ARGV[2])))
  end
end
return count
