import type { Party } from '../src/frames.ts';
import type { FakeConversation, FakeKefu } from './fake-kefu.ts';

const BOT: Party = { kind: 'bot', id: 'bot', name: 'Mia' };
const AGENT: Party = { kind: 'agent', id: 'agent-1', name: '林晓' };

/** A bot that knows little, a queue, and an agent who comes after a while: enough to look at a client by. */
export function playShop(kefu: FakeKefu, pace = 1): void {
  const after = (ms: number, act: () => void) => setTimeout(act, ms * pace);

  const answer = (it: FakeConversation, by: Party, text: string, ms: number) => {
    after(ms / 3, () => kefu.showTyping(it, by));
    after(ms, () => kefu.append(it, by, { text }));
  };

  const handOver = (it: FakeConversation) => {
    kefu.event(it, { name: 'handover' }, 'Handing over');
    after(600, () => kefu.setState(it, { state: 'queued', queuePosition: 3 }));
    after(1800, () => kefu.setState(it, { state: 'queued', queuePosition: 1 }));
    after(3000, () => {
      kefu.setState(it, { state: 'assigned', agent: AGENT });
      kefu.event(it, { name: 'assigned', data: { agent_name: '林晓' } }, 'Assigned');
      answer(it, AGENT, '您好，我是林晓。Let me look at your order.', 1200);
    });
  };

  kefu.onVisitorMessage = (it, message) => {
    if (message.message_type === 'event') {
      const name = message.event?.name;
      if (name === 'handover') handOver(it);
      if (name === 'close') {
        kefu.setState(it, { state: 'closed' });
        kefu.event(it, { name: 'closed', data: { by: 'visitor' } }, 'Closed');
      }
      return;
    }
    if (message.message_type === 'recall') return;
    const text = message.text ?? '';
    if (it.state === 'assigned') {
      after(500, () => kefu.markRead(it.id, AGENT, message.seq));
      answer(it, AGENT, text.length > 20 ? '好的，我马上为您处理。' : 'Got it 👍', 1400);
    } else if (/人工|human|person/i.test(text)) {
      handOver(it);
    } else if (it.state === 'bot') {
      const said = /[一-鿿]/.test(text)
        ? '七天内可以无理由退货，运费由我们承担。详情请见 https://shop.example/returns 。'
        : 'You can return anything within 7 days, and we pay the postage. See https://shop.example/returns.';
      answer(it, BOT, said, 700);
    }
  };
}
