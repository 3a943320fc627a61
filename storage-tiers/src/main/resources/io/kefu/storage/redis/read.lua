-- Reads a range of one conversation: {last number held, message, amendment or '', message, …}, in the order in which it walks.
--
-- KEYS[1]  the conversation's hash, see append.lua
-- ARGV     lowest number, highest number, most messages, 1 to walk upwards or -1 to walk downwards
local key = KEYS[1]
local meta = redis.call('HMGET', key, 'f', 'l', 'n')
if not meta[1] or meta[3] == '0' then return {'0'} end
local from, to = math.max(tonumber(ARGV[1]), tonumber(meta[1])), math.min(tonumber(ARGV[2]), tonumber(meta[2]))
local left, step = tonumber(ARGV[3]), tonumber(ARGV[4])
local number, answer = step > 0 and from or to, {meta[2]}
while left > 0 and number >= from and number <= to do
  local fields = {}
  while #fields < 1000 and #fields < 2 * left and number >= from and number <= to do
    local text = string.format('%.0f', number)
    fields[#fields + 1], fields[#fields + 2] = text, 'a' .. text
    number = number + step
  end
  local values = redis.call('HMGET', key, unpack(fields))
  for j = 1, #fields, 2 do
    if values[j] then
      answer[#answer + 1], answer[#answer + 2] = values[j], values[j + 1] or ''
      left = left - 1
    end
  end
end
return answer
