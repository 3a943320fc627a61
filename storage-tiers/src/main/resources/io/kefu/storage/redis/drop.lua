-- Removes the messages of a period from one conversation; answers how many there were.
--
-- KEYS[1]  the conversation's hash, see append.lua
-- ARGV     first millisecond, first one after it
local key, removed = KEYS[1], 0
local meta = redis.call('HMGET', key, 'f', 'l', 'n')
if not meta[1] then return 0 end
local first, last = nil, nil
for number = tonumber(meta[1]), tonumber(meta[2]) do
  local text = string.format('%.0f', number)
  local message = redis.call('HGET', key, text)
  if message then
    local at = tonumber(string.match(message, '^-?%d+'))
    if at >= tonumber(ARGV[1]) and at < tonumber(ARGV[2]) then
      redis.call('HDEL', key, text, 'a' .. text)
      removed = removed + 1
    else
      first = first or text
      last = text
    end
  end
end
if removed > 0 then
  redis.call('HSET', key, 'f', first or '0', 'l', last or '0', 'n', tonumber(meta[3]) - removed)
end
return removed
