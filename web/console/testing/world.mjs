// A made-up help desk: enough people, conversations and trouble to look at every page of the console.
import { deflateSync } from 'node:zlib';

const MINUTE = 60_000;
const names = [
  '王芳',
  'Li Wei',
  '张伟',
  'Emma Clark',
  '刘洋',
  'Noah Martin',
  '陈静',
  'Sofia Rossi',
  '杨帆',
  'Oliver Smith',
  '赵磊',
  'Mia Müller',
  '周婷',
  'Lucas Silva',
  '吴昊',
  'Ava Johnson',
  '',
  '',
  '孙悦',
  'Yuki Tanaka',
];
const asks = [
  '你好，我的订单什么时候发货？',
  'Hi, where is my parcel? It should have been here on Monday.',
  '可以开发票吗？',
  'The discount code does not work at checkout.',
  '尺码偏大，想换一个小一号的，运费谁出？',
  'Can I change the delivery address?',
  '退款什么时候到账？已经等了三天了！',
  'Is the blue one back in stock soon?',
  '支付失败，但是钱扣了',
  'How long is the warranty?',
];
const answers = [
  '您好，我来帮您查一下，请稍等。',
  'Let me look that up for you.',
  '已经为您登记，预计今天 18:00 前发出。',
  'It left our warehouse this morning; here is the tracking page: https://example.com/track?no=KF20261121 .',
  '好的，运费由我们承担。',
];
const pages = [
  {
    url: 'https://shop.example.com/orders/20261121',
    title: '我的订单 – 示例商城',
    referrer: 'https://www.example.org/search?q=shop',
  },
  { url: 'https://shop.example.com/checkout', title: 'Checkout', referrer: '' },
  { url: 'javascript:alert(1)', title: '<img src=x onerror=alert(1)>', referrer: '' },
];

export const groups = [
  { name: 'common', title: { zh: '普通客服', en: 'General' }, open: true },
  { name: 'vip', title: { zh: 'VIP 客服', en: 'VIP' }, open: true },
  { name: 'complaints', title: { zh: '投诉处理', en: 'Complaints' }, open: false },
];

export const agents = [
  {
    id: 'a1',
    name: '林小雨',
    username: 'admin',
    role: 'admin',
    groups: ['common', 'vip', 'complaints'],
    status: 'online',
    capacity: 12,
  },
  {
    id: 'a2',
    name: 'Grace Chen',
    username: 'grace',
    role: 'agent',
    groups: ['common'],
    status: 'online',
    capacity: 8,
  },
  {
    id: 'a3',
    name: '何俊',
    username: 'hejun',
    role: 'agent',
    groups: ['vip'],
    status: 'away',
    capacity: 6,
  },
  {
    id: 'a4',
    name: 'Tom Baker',
    username: 'tom',
    role: 'agent',
    groups: ['common', 'complaints'],
    status: 'online',
    capacity: 5,
  },
  {
    id: 'a5',
    name: '苏梅',
    username: 'sumei',
    role: 'supervisor',
    groups: ['common'],
    status: 'offline',
    capacity: 5,
  },
];

export const files = new Map();

export function party(agent) {
  return { kind: 'agent', id: agent.id, name: agent.name };
}

const bot = { kind: 'bot', id: 'bot', name: '小助手' };
const system = { kind: 'system', id: 'system' };

export function conversationsAndMessages(many) {
  const all = new Map();
  picture('pic1', 640, 420);
  picture('pic1-thumb', 320, 210);
  files.set('doc1', {
    file_id: 'doc1',
    name: '订单明细 2026-11.pdf',
    mime_type: 'application/pdf',
    size: 183_204,
    bytes: Buffer.from('%PDF-1.4\n'),
  });
  for (let i = 0; i < many; i++) make(all, i);
  return all;
}

function make(all, i) {
  const id = `c${String(i).padStart(5, '0')}`;
  const now = Date.now();
  const name = names[i % names.length];
  const visitor = { kind: 'visitor', id: `v${i % Math.max(10, Math.floor(i * 0.9))}-x7`, name };
  const state =
    i < 7
      ? 'assigned'
      : i < 13
        ? 'queued'
        : i < 20
          ? 'bot'
          : i < 60
            ? 'assigned'
            : i % 3 === 0
              ? 'closed'
              : 'assigned';
  const agent =
    i < 7
      ? agents[0]
      : state === 'assigned' || state === 'closed'
        ? agents[1 + (i % 3)]
        : undefined;
  const start = now - (i === 0 ? 26 * 60 : 8 + i * 3) * MINUTE;
  const conversation = {
    conversation_id: id,
    epoch: 'e1',
    channel_id: ['web', 'wechat', 'app'][i % 3],
    state,
    group: groups[i % 5 === 1 ? 1 : i % 7 === 2 ? 2 : 0].name,
    ...(agent ? { agent: party(agent) } : {}),
    visitor: {
      id: visitor.id,
      name,
      ...(i % 4 === 0 ? { external_id: `U-${10_000 + i}` } : {}),
      tags: i % 5 === 1 ? { vip_level: '12', city: '上海' } : i % 4 === 0 ? { city: 'Berlin' } : {},
      page: pages[i % 3],
      locale: name && /[a-z]/i.test(name) ? 'en-GB' : 'zh-CN',
    },
    tags:
      i % 7 === 2
        ? { complaint_risk: 'true' }
        : i % 6 === 0
          ? { topic: '退款', order: 'KF20261121' }
          : {},
    created_at: time(start),
    read: [],
    routing:
      state === 'bot'
        ? []
        : [
            {
              at: time(start + 2 * MINUTE),
              rule: i % 5 === 1 ? 'vip' : 'default',
              to: i % 5 === 1 ? 'vip' : 'common',
              why:
                i % 5 === 1
                  ? ['vip_level = 12 > 10', 'group vip is open']
                  : ['no rule before it matched'],
            },
            ...(agent
              ? [
                  {
                    at: time(start + 2 * MINUTE + 900),
                    rule: 'least-loaded',
                    to: agent.id,
                    why: [
                      `${agent.name}: 3 of ${agent.capacity}`,
                      'lowest share of 2 agents online',
                    ],
                  },
                ]
              : []),
          ],
    ...(state === 'queued' ? { queue_position: i - 6 } : {}),
    ...(state === 'closed'
      ? {
          closed_at: time(start + 20 * MINUTE),
          rating: { score: 1 + (i % 5), comment: i % 2 ? '很快，谢谢！' : '' },
        }
      : {}),
  };
  const messages = [];
  const record = { conversation, messages };
  all.set(id, record);
  let at = start;
  const say = (author, body, gap = 40_000) => {
    at += gap;
    append(record, { author, message_type: 'text', ...body }, at);
  };
  say(visitor, { text: asks[i % asks.length] });
  say(
    bot,
    {
      text:
        i % 2
          ? 'You can follow your order under “My orders”. Does that help?'
          : '您可以在“我的订单”中查看物流。这样能帮到您吗？',
    },
    900,
  );
  if (state !== 'bot') {
    say(
      visitor,
      {
        message_type: 'event',
        event: { name: 'feedback', data: { helpful: 'false' } },
        target_seq: 2,
      },
      8_000,
    );
    say(visitor, { text: i % 2 ? 'No, I want to talk to a human' : '转人工' }, 4_000);
    say(
      system,
      {
        message_type: 'event',
        event: { name: 'handover', data: { reason: 'handover_word' } },
        text: 'Handed over',
      },
      100,
    );
  }
  if (agent) {
    say(
      system,
      {
        message_type: 'event',
        event: { name: 'assigned', data: { agent_name: agent.name, agent_id: agent.id } },
        text: `${agent.name} joined`,
      },
      1_000,
    );
    if (i !== 3) say(party(agent), { text: answers[i % answers.length] }, 20_000);
  }
  if (i === 0) longTalk(record, visitor, say);
  if (i > 0 && i < 7 && i % 2 === 1) {
    say(visitor, { text: asks[(i + 3) % asks.length] });
    if (i === 3) say(visitor, { text: '<script>alert("hi")</script> 在吗？' }, 9_000);
  }
  if (state === 'closed')
    say(system, {
      message_type: 'event',
      event: { name: 'closed', data: { by: i % 2 ? 'visitor' : 'idle' } },
      text: 'Closed',
    });
  if (agent) {
    const mine = messages.findLast((m) => m.author.kind === 'agent');
    conversation.read.push({ by: visitor, seq: mine?.seq ?? 1 });
    conversation.read.push({ by: party(agent), seq: mine?.seq ?? 0 });
  }
}

function longTalk(record, visitor, say) {
  for (let i = 0; i < 130; i++) {
    say(
      i % 3 ? visitor : party(agents[0]),
      { text: i % 3 ? `${asks[i % asks.length]} (${i})` : answers[i % answers.length] },
      6 * MINUTE,
    );
  }
  say(
    visitor,
    {
      message_type: 'image',
      file: {
        file_id: 'pic1',
        name: 'parcel.png',
        mime_type: 'image/png',
        size: 48_211,
        width: 640,
        height: 420,
        thumbnail_file_id: 'pic1-thumb',
      },
    },
    3 * MINUTE,
  );
  say(visitor, { text: '包裹外面破了，里面的杯子也碎了。' }, 12_000);
  say(
    party(agents[0]),
    { text: '客户是老会员，之前也有一次破损，建议直接补发。', private: true },
    30_000,
  );
  say(
    party(agents[0]),
    {
      text: '非常抱歉！我马上为您补发一个新的，原来的不用寄回。',
      reply_to_seq: record.messages.length - 2,
    },
    15_000,
  );
  say(
    party(agents[0]),
    {
      message_type: 'file',
      file: {
        file_id: 'doc1',
        name: '订单明细 2026-11.pdf',
        mime_type: 'application/pdf',
        size: 183_204,
      },
    },
    9_000,
  );
  say(
    visitor,
    { text: '太好了，谢谢！新的快递单号可以发我吗？ https://shop.example.com/orders/20261121' },
    40_000,
  );
}

export function append(record, message, at = Date.now()) {
  const { conversation, messages } = record;
  const seq = messages.length + 1;
  const full = {
    conversation_id: conversation.conversation_id,
    epoch: conversation.epoch,
    channel_id: conversation.channel_id,
    seq,
    message_id: `m-${conversation.conversation_id}-${seq}`,
    ...message,
    sent_at: time(at),
  };
  messages.push(full);
  conversation.last_seq = seq;
  conversation.updated_at = full.sent_at;
  const target = full.target_seq ? messages[full.target_seq - 1] : undefined;
  if (target && full.message_type === 'recall') {
    messages[target.seq - 1] = { ...target, text: undefined, file: undefined, recalled: true };
  } else if (target && full.message_type === 'edit') {
    messages[target.seq - 1] = { ...target, text: full.text, edited: true };
  } else {
    conversation.last_message = {
      seq,
      author: full.author,
      message_type: full.message_type,
      text: full.text ?? full.file?.name ?? '',
      sent_at: full.sent_at,
      private: full.private,
    };
  }
  return full;
}

export function load(all, agent) {
  let n = 0;
  for (const { conversation } of all.values())
    if (conversation.state === 'assigned' && conversation.agent?.id === agent.id) n++;
  return Math.min(n, agent.capacity + 2);
}

export function time(at) {
  return new Date(at).toISOString();
}

/** A PNG with a soft gradient, made by hand. */
function picture(id, width, height) {
  const raw = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const o = y * (width * 3 + 1) + 1 + x * 3;
      const inBox = Math.abs(x / width - 0.5) < 0.25 && Math.abs(y / height - 0.52) < 0.27;
      raw[o] = inBox ? 178 - y / 12 : 205 + (x / width) * 30;
      raw[o + 1] = inBox ? 128 - y / 14 : 218 - (y / height) * 20;
      raw[o + 2] = inBox ? 80 : 232;
    }
  }
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const bytes = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  files.set(id, {
    file_id: id,
    name: `${id}.png`,
    mime_type: 'image/png',
    size: bytes.length,
    width,
    height,
    bytes,
  });
}

function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}
