// A stand-in for the server, for looking at the console without one: `node testing/fake-server.mjs [port] [conversations]`.
// Serves the built console, the calls that it makes and the socket, with made-up people. Sign in: admin / kefu-demo-1.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import {
  agents,
  append,
  conversationsAndMessages,
  files,
  groups,
  load,
  party,
  time,
} from './world.mjs';

const DIST = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function start({ port = 0, many = 1_300, password = 'kefu-demo-1', chatter = true } = {}) {
  const all = conversationsAndMessages(many);
  const tokens = new Map();
  const sockets = new Set();
  let secret = password;
  const began = Date.now();

  const send = (socket, kind, body) =>
    socket.readyState === 1 && socket.send(JSON.stringify({ [kind]: body }));
  const tell = (kind, body, except) => {
    for (const socket of sockets) if (socket !== except) send(socket, kind, body);
  };
  const me = (agent) => ({ ...agent, username: undefined, load: load(all, agent) });
  const changed = (record, reason = '') => {
    const {
      conversation_id,
      state,
      group,
      agent,
      queue_position,
      tags,
      channel_id,
      epoch,
      last_seq,
      visitor,
    } = record.conversation;
    tell('conversation', {
      conversation_id,
      state,
      group,
      agent,
      queue_position,
      tags,
      channel_id,
      epoch,
      last_seq,
      reason,
      visitor: { kind: 'visitor', id: visitor.id, name: visitor.name },
    });
    for (const agent of agents)
      tell('presence', {
        agent_id: agent.id,
        name: agent.name,
        status: agent.status,
        load: load(all, agent),
        capacity: agent.capacity,
      });
  };
  const event = (record, name, data) =>
    tell(
      'message',
      append(record, {
        author: { kind: 'system', id: 'system' },
        message_type: 'event',
        event: { name, data },
        text: name,
      }),
    );

  const acts = {
    claim(record, agent) {
      Object.assign(record.conversation, {
        state: 'assigned',
        agent: party(agent),
        queue_position: undefined,
      });
      event(record, 'assigned', { agent_name: agent.name, agent_id: agent.id });
    },
    assign(record, _agent, body) {
      const to = agents.find((it) => it.id === body.agent);
      if (to) Object.assign(record.conversation, { state: 'assigned', agent: party(to) });
      else
        Object.assign(record.conversation, {
          state: 'queued',
          agent: undefined,
          group: body.group,
          queue_position: 4,
        });
      event(record, 'transferred', to ? { agent_name: to.name } : { group: body.group });
    },
    close(record) {
      Object.assign(record.conversation, { state: 'closed', closed_at: time(Date.now()) });
      event(record, 'closed', { by: 'agent' });
    },
    reopen(record, agent) {
      Object.assign(record.conversation, {
        state: 'assigned',
        agent: party(agent),
        closed_at: undefined,
      });
      event(record, 'reopened', {});
    },
    tags(record, _agent, body) {
      const tags = { ...record.conversation.tags, ...body.set };
      for (const key of body.remove ?? []) delete tags[key];
      record.conversation.tags = tags;
    },
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://x');
    const answer = (status, body) => {
      response.writeHead(status, {
        'content-type': status < 400 ? 'application/json' : 'application/problem+json',
      });
      response.end(body === undefined ? '' : JSON.stringify(body));
    };
    const problem = (status, code, detail) => answer(status, { status, code, title: code, detail });
    try {
      if (!url.pathname.startsWith('/api/')) return await asset(url.pathname, response);
      const path = url.pathname.slice('/api/v1'.length);
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const raw = Buffer.concat(chunks);
      const body =
        request.headers['content-type']?.startsWith('application/json') && raw.length
          ? JSON.parse(raw)
          : {};
      if (path === '/sessions' && request.method === 'POST') {
        if (request.headers.authorization)
          return problem(401, 'unauthenticated', 'The token is unknown.');
        const found = agents.find((it) => it.username === body.username);
        if (!found || body.password !== secret) return problem(401, 'unauthenticated', 'wrong');
        const token = `t-${Math.random()}`;
        tokens.set(token, found);
        return answer(200, { token, expires_at: time(Date.now() + 43_200_000), agent: me(found) });
      }
      if (/^\/channels\/[^/]+\/widget$/.test(path))
        return answer(200, {
          title: 'Shop',
          max_file_bytes: 10_485_760,
          recall_window_ms: 120_000,
        });
      const token = request.headers.authorization?.replace('Bearer ', '');
      const agent = tokens.get(token);
      if (!agent) return problem(401, 'unauthenticated', 'Sign in.');
      if (path === '/sessions/current') {
        tokens.delete(token);
        return answer(204);
      }
      if (path === '/me') return answer(200, me(agent));
      if (path === '/me/status') {
        agent.status = body.status;
        tell('presence', {
          agent_id: agent.id,
          name: agent.name,
          status: agent.status,
          load: load(all, agent),
          capacity: agent.capacity,
        });
        return answer(200, me(agent));
      }
      if (path === '/me/password') {
        if (body.current !== secret)
          return problem(403, 'forbidden', 'The current password is wrong.');
        secret = body.new;
        tokens.clear();
        for (const socket of sockets) socket.close(4401);
        return answer(204);
      }
      if (path === '/agents') return answer(200, { items: agents.map(me) });
      if (path === '/groups')
        return answer(200, {
          items: groups.map((it) => ({
            ...it,
            queue_length: [...all.values()].filter(
              (r) => r.conversation.state === 'queued' && r.conversation.group === it.name,
            ).length,
          })),
        });
      if (path === '/conversations') {
        const { state, visitor, limit = 50, offset = 0 } = Object.fromEntries(url.searchParams);
        const found = [...all.values()]
          .map((it) => it.conversation)
          .filter(
            (it) => (!state || it.state === state) && (!visitor || it.visitor.id === visitor),
          );
        return answer(200, {
          items: found.slice(Number(offset), Number(offset) + Number(limit)),
          total: found.length,
        });
      }
      const one = path.match(/^\/conversations\/([^/]+)(?:\/(\w+))?$/);
      if (one) {
        const record = all.get(one[1]);
        if (!record) return problem(404, 'not_found', 'No such conversation.');
        if (!one[2]) return answer(200, record.conversation);
        if (one[2] === 'messages' && request.method === 'POST') {
          const message = append(record, { ...body, author: party(agent) });
          tell('message', message);
          return answer(200, message);
        }
        if (one[2] === 'messages') {
          const { after, before, limit = 50 } = Object.fromEntries(url.searchParams);
          const found = record.messages.filter(
            (it) => (!after || it.seq > after) && (!before || it.seq < before),
          );
          return answer(200, { items: after ? found.slice(0, limit) : found.slice(-limit) });
        }
        acts[one[2]](record, agent, body);
        changed(record);
        return answer(200, record.conversation);
      }
      if (path === '/search') {
        const q = url.searchParams.get('q').toLowerCase();
        const found = [];
        for (const { conversation, messages } of all.values()) {
          for (const it of messages) {
            const at = it.text?.toLowerCase().indexOf(q) ?? -1;
            if (at >= 0)
              found.push({
                conversation_id: it.conversation_id,
                seq: it.seq,
                author: it.author,
                sent_at: it.sent_at,
                text: it.text,
                highlights: [[at, at + q.length]],
                visitor: conversation.visitor,
              });
          }
        }
        const offset = Number(url.searchParams.get('offset') ?? 0);
        return answer(200, {
          items: found.slice(offset, offset + Number(url.searchParams.get('limit') ?? 50)),
          total: found.length,
        });
      }
      if (path === '/files') {
        const [, name] = raw.toString('latin1').match(/filename="([^"]*)"/) ?? [];
        const type =
          raw.toString('latin1').match(/Content-Type: (\S+)\r/)?.[1] ?? 'application/octet-stream';
        const from = raw.indexOf('\r\n\r\n') + 4;
        const bytes = raw.subarray(from, raw.lastIndexOf('\r\n--'));
        const file = {
          file_id: `f${files.size}`,
          name: Buffer.from(name ?? 'file', 'latin1').toString('utf8'),
          mime_type: type,
          size: bytes.length,
        };
        files.set(file.file_id, { ...file, bytes });
        return answer(200, file);
      }
      if (path.startsWith('/files/')) {
        const file = files.get(path.split('/')[2]);
        if (!file) return problem(404, 'not_found', 'No such file.');
        response.writeHead(200, {
          'content-type': file.mime_type,
          'x-content-type-options': 'nosniff',
        });
        return response.end(file.bytes);
      }
      if (path === '/stats/live') return answer(200, live(all, sockets.size, began));
      if (path === '/stats/series')
        return answer(
          200,
          series(url.searchParams.get('name'), Number(url.searchParams.get('minutes') ?? 60)),
        );
      if (path === '/stats/storage') return answer(200, tiers());
      return problem(404, 'not_found', path);
    } catch (error) {
      problem(500, 'internal', String(error));
    }
  });

  const websockets = new WebSocketServer({
    server,
    path: '/ws/v1',
    handleProtocols: () => 'kefu.v1.json',
  });
  websockets.on('connection', (socket) => {
    let agent;
    socket.on('message', (data) => {
      const frame = JSON.parse(data);
      const [kind] = Object.keys(frame);
      const body = frame[kind];
      if (kind === 'hello') {
        agent = tokens.get(body.token);
        if (!agent) return socket.close(4401);
        sockets.add(socket);
        send(socket, 'welcome', {
          connection_id: `x${Math.random()}`,
          self: party(agent),
          heartbeat_interval_ms: 25_000,
          conversations: [],
          server_time: time(Date.now()),
        });
        for (const { conversation_id, last_seq } of body.resume ?? []) {
          for (const message of all.get(conversation_id)?.messages.slice(last_seq) ?? [])
            send(socket, 'message', message);
        }
      } else if (kind === 'ping') send(socket, 'pong', { nonce: body.nonce });
      else if (kind === 'read') {
        const record = all.get(body.conversation_id);
        record.conversation.read = [
          ...record.conversation.read.filter((it) => it.by.id !== agent.id),
          { by: party(agent), seq: body.seq },
        ];
        tell('read', { conversation_id: body.conversation_id, by: party(agent), seq: body.seq });
      } else if (kind === 'send') {
        const record = all.get(body.conversation_id);
        if (body.text?.includes('refuse'))
          return send(socket, 'error', {
            code: 'forbidden',
            message: 'Not yours.',
            client_msg_id: body.client_msg_id,
          });
        const message = append(record, { ...body, author: party(agent) });
        setTimeout(() => {
          send(socket, 'ack', {
            client_msg_id: body.client_msg_id,
            conversation_id: body.conversation_id,
            epoch: 'e1',
            seq: message.seq,
            message_id: message.message_id,
            sent_at: message.sent_at,
          });
          tell('message', message, socket);
          if (!body.private) reply(record, message);
        }, 60);
      }
    });
    socket.on('close', () => sockets.delete(socket));
  });

  const reply = (record, message) => {
    const visitor = {
      kind: 'visitor',
      id: record.conversation.visitor.id,
      name: record.conversation.visitor.name,
    };
    const id = record.conversation.conversation_id;
    setTimeout(
      () =>
        tell('delivery', {
          conversation_id: id,
          seq: message.seq,
          to: visitor,
          state: 'delivered',
        }),
      300,
    );
    setTimeout(() => tell('read', { conversation_id: id, by: visitor, seq: message.seq }), 900);
    setTimeout(
      () => tell('typing', { conversation_id: id, by: visitor, preview: '好的，那我' }),
      1_600,
    );
    setTimeout(
      () =>
        tell(
          'message',
          append(record, { author: visitor, message_type: 'text', text: '好的，那我等您消息 🙏' }),
        ),
      4_500,
    );
  };
  const talk = chatter
    ? setInterval(() => {
        const record = [...all.values()][Math.floor(Math.random() * 60)];
        if (!record || record.conversation.state === 'closed') return;
        const { id, name } = record.conversation.visitor;
        tell(
          'message',
          append(record, {
            author: { kind: 'visitor', id, name },
            message_type: 'text',
            text: `还在吗？ Still there? ${Math.floor(Math.random() * 100)}`,
          }),
        );
      }, 2_500)
    : undefined;

  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      resolve({
        url: `http://127.0.0.1:${server.address().port}`,
        all,
        tokens,
        sockets,
        tell,
        /** What a visitor writes. */
        say: (id, text) => {
          const record = all.get(id);
          tell(
            'message',
            append(record, {
              author: {
                kind: 'visitor',
                id: record.conversation.visitor.id,
                name: record.conversation.visitor.name,
              },
              message_type: 'text',
              text,
            }),
          );
        },
        typing: (id, preview) =>
          tell('typing', {
            conversation_id: id,
            by: {
              kind: 'visitor',
              id: all.get(id).conversation.visitor.id,
              name: all.get(id).conversation.visitor.name,
            },
            preview,
          }),
        cut: () => {
          for (const socket of sockets) socket.terminate();
        },
        close: () => {
          clearInterval(talk);
          for (const socket of sockets) socket.terminate();
          server.close();
        },
      });
    });
  });
}

async function asset(path, response) {
  if (path === '/') {
    response.writeHead(302, { location: '/console/' });
    return response.end();
  }
  const inside = normalize(path.replace(/^\/console\/?/, ''));
  const name = inside === '.' ? 'index.html' : inside;
  try {
    const file = await readFile(join(DIST, name));
    response.writeHead(200, {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      'content-security-policy': CSP,
    });
    response.end(file);
  } catch {
    response.writeHead(404);
    response.end();
  }
}

const wave = (at, size, period) =>
  size * (1 + 0.5 * Math.sin(at / period) + 0.25 * Math.sin(at / (period / 3.7)));

function live(all, connected, began) {
  const now = Date.now();
  const states = { bot: 0, queued: 0, assigned: 0 };
  const queue = Object.fromEntries(groups.map((it) => [it.name, 0]));
  for (const { conversation } of all.values()) {
    if (conversation.state in states) states[conversation.state]++;
    if (conversation.state === 'queued') queue[conversation.group]++;
  }
  return {
    at: time(now),
    heartbeat_timeout_rate: 0.0004 + wave(now, 0.001, 60_000),
    e2e_ms: {
      visitor_to_agent: {
        p50: wave(now, 6, 20_000),
        p95: wave(now, 24, 30_000),
        p99: wave(now, 60, 25_000),
        count: 1_204,
      },
      agent_to_visitor: { p50: 7.1, p95: 21, p99: 66, count: 870 },
    },
    autoreply: {
      hit_rate: 0.683,
      attempts: 412,
      misses: { no_match: 61, handover_word: 39, below_threshold: 24, rejected: 6 },
    },
    connections: { visitor: Math.round(wave(now, 1_200, 90_000)), agent: connected },
    queue,
    messages_per_second: wave(now, 14, 40_000),
    agents: { online: agents.filter((it) => it.status === 'online').length, away: 1, offline: 1 },
    conversations: states,
    uptime_ms: now - began,
  };
}

function series(name, minutes) {
  const size =
    {
      messages_per_second: 14,
      connections: 1_200,
      queue: 5,
      heartbeat_timeout_rate: 0.0012,
      e2e_p95_ms: 24,
      autoreply_hit_rate: 0.55,
    }[name] ?? 1;
  const step = Math.max(10_000, (minutes * 60_000) / 240);
  const end = Math.floor(Date.now() / step) * step;
  const points = [];
  for (let at = end - minutes * 60_000; at <= end; at += step)
    points.push([at, wave(at, size, 700_000)]);
  return { name, unit: '', step_ms: step, points };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await start({
    port: Number(process.argv[2] ?? 8090),
    many: Number(process.argv[3] ?? 1_300),
  });
  console.log(`${url}/console/  (admin / kefu-demo-1)`);
}

/** One tier away, one behind, one well. */
function tiers() {
  const now = new Date().toISOString();
  return {
    tiers: [
      {
        name: 'hot',
        engine: 'redis',
        version: '7.0.15',
        available: false,
        reason: 'nothing listens at 10.0.0.5:6379',
        lag_records: 1204,
        lag_seconds: 63.2,
        last_batch_at: now,
        failures: 7,
        set_aside: 0,
        missed: 0,
      },
      {
        name: 'warm',
        engine: 'mysql',
        version: '9.7.0',
        available: true,
        reason: '',
        messages: 1_204_118,
        bytes: 612_368_384,
        oldest: '2026-10-22',
        newest: '2026-11-21',
        lag_records: 0,
        lag_seconds: 0,
        last_batch_at: now,
        failures: 0,
        set_aside: 0,
        missed: 0,
      },
      {
        name: 'cold',
        engine: 'clickhouse',
        version: '26.7.3',
        available: true,
        reason: '',
        messages: 54_902_771,
        bytes: 2_104_533_975,
        oldest: '2023-11-22',
        newest: '2026-11-20',
        lag_records: 218,
        lag_seconds: 21,
        last_batch_at: now,
        failures: 0,
        set_aside: 2,
        missed: 0,
      },
    ],
    ageing: ['2026-10-21', '2026-10-22'],
    disagreeing: ['2026-10-19'],
    changes: [],
    files: {
      engine: 's3',
      files: 8_412,
      bytes: 3_221_225_472,
      available: true,
      reason: '',
      waiting: 0,
    },
  };
}
