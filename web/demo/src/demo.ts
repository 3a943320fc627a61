import type { TraceEvent } from '@kefu/client';
import { Ledger } from './figures.ts';
import { chipOf, Tape } from './tape.ts';
import { choose, chosenLanguage, fill, type Word, word } from './words.ts';

let language = chosenLanguage();
const ledger = new Ledger();
const tape = new Tape(byId('tape'));
const shop = byId('shop') as HTMLIFrameElement;
const kill = byId('kill') as HTMLButtonElement;

speak();
setInterval(showState, 250);

addEventListener('message', (event: MessageEvent<{ kefu?: TraceEvent }>) => {
  if (event.origin !== location.origin || event.source !== shop.contentWindow) return;
  if (event.data.kefu) take(event.data.kefu);
});

byId('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  choose(language);
  speak();
});

kill.addEventListener('click', async () => {
  kill.disabled = true;
  try {
    // The header keeps other sites out: a browser sends it only after asking this server.
    const answer = await fetch('kill', { method: 'POST', headers: { 'x-kefu-demo': 'kill' } });
    if (!answer.ok) {
      tape.add({ style: 'bad', title: word('notHere', language), detail: `${answer.status}` });
      kill.disabled = false;
      return;
    }
  } catch {
    // A server that dies at once cannot answer any more.
  }
  tape.add({ style: 'bad', title: word('killed', language), detail: 'SIGKILL' });
  setTimeout(() => {
    kill.disabled = false;
  }, 3_000);
});

function take(event: TraceEvent): void {
  const gone = ledger.take(event);
  const chip = chipOf(event, language);
  if (chip) tape.add(chip);
  if (gone !== undefined) {
    const title = word('back', language).replace('{s}', (gone / 1000).toFixed(1));
    tape.add({ style: 'good', title, detail: '' });
  }
  showFigures();
}

function speak(): void {
  fill(language);
  byId('language').textContent = word('language', language);
  const address = `shop.html?lang=${language}`;
  if (shop.getAttribute('src') !== address) shop.setAttribute('src', address);
  shop.title = word('visitor', language);
  byId('console').setAttribute('title', word('agent', language));
  showFigures();
  showState();
}

function showFigures(): void {
  const { pending, acked, doubled, latencyMs, framesOut, framesIn } = ledger.figures;
  set('pending', `${pending}`, pending > 0 ? 'busy' : '');
  set('acked', `${acked}`);
  set('doubled', `${doubled}`, doubled > 0 ? 'broken' : 'kept');
  set('latency', latencyMs === undefined ? '–' : `${latencyMs} ms`);
  set('frames', `${framesOut} / ${framesIn}`);
}

function showState(): void {
  const { state, lostAt } = ledger.figures;
  const words: Partial<Record<string, Word>> = {
    idle: 'idle',
    connecting: 'connecting',
    online: 'online',
    waiting: 'waiting',
  };
  const gone = lostAt === undefined ? '' : ` · ${((Date.now() - lostAt) / 1000).toFixed(1)} s`;
  set('state', word(words[state] ?? 'stopped', language) + gone, state);
}

function set(id: string, text: string, style = ''): void {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
  element.className = style;
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element;
}
