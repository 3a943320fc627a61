export type Language = 'zh' | 'en';

const WORDS = {
  tagline: { en: 'a visitor and an agent, side by side', zh: '访客与客服，同屏演示' },
  hint: {
    en: 'Write on the left, answer on the right. Then kill the server and go on writing.',
    zh: '在左侧提问，在右侧回复。然后杀掉服务器，继续输入试试。',
  },
  kill: { en: 'Kill the server', zh: '杀掉服务器' },
  language: { en: '中文', zh: 'English' },
  visitor: { en: 'Visitor', zh: '访客' },
  agent: { en: 'Agent', zh: '客服' },
  signIn: {
    en: 'sign in as admin with the password that kefuctl up printed',
    zh: '用户名 admin，密码见 kefuctl up 的输出',
  },
  network: { en: 'What the network does', zh: '网络实况' },
  tape: { en: 'Frames of the visitor’s connection', zh: '访客连接的数据帧' },
  pending: { en: 'waiting', zh: '待发送' },
  acked: { en: 'stored', zh: '已落盘' },
  doubled: { en: 'doubled', zh: '重复' },
  latency: { en: 'ack, last', zh: '最近确认' },
  frames: { en: 'frames out / in', zh: '帧 出 / 入' },
  idle: { en: 'not connected yet: open the chat on the left', zh: '尚未连接：请打开左侧聊天' },
  connecting: { en: 'connecting …', zh: '正在连接…' },
  online: { en: 'connected', zh: '已连接' },
  waiting: { en: 'cut off, trying again', zh: '已断开，正在重试' },
  stopped: { en: 'refused', zh: '已被拒绝' },
  killed: { en: 'kill -9 sent to the server', zh: '已对服务器执行 kill -9' },
  notHere: {
    en: 'Only under “kefuctl up”, and only from this machine.',
    zh: '仅限 kefuctl up 启动的本机服务。',
  },
  back: { en: 'back after {s} s', zh: '{s} 秒后恢复' },
  dedupe: { en: 'was stored already, not doubled', zh: '服务器已有，未重复' },
  shopName: { en: 'Qinglan Tea', zh: '青岚茶器' },
  tea: { en: 'Tea', zh: '茶叶' },
  cups: { en: 'Cups', zh: '茶杯' },
  gifts: { en: 'Gifts', zh: '礼盒' },
  kind: { en: 'Stoneware, thrown by hand', zh: '手工拉坯 · 炻器' },
  product: { en: 'The blue mug', zh: '青岚马克杯' },
  story: {
    en: 'Glazed three times and fired at 1,280 °C. It keeps tea warm and does not mind the dishwasher.',
    zh: '三遍施釉，1280 °C 烧成。保温耐用，可放洗碗机。',
  },
  point1: { en: 'Free returns within 7 days', zh: '七天无理由退货' },
  point2: { en: 'Ships the same day until 16:00', zh: '16:00 前下单当日发货' },
  point3: { en: 'A broken cup is replaced', zh: '破损包赔' },
  ask: { en: 'Ask us about it', zh: '咨询客服' },
} as const;

export type Word = keyof typeof WORDS;

const KEY = 'kefu-demo:language';

/** What the address says, else what was chosen before, else what the browser speaks. */
export function chosenLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(KEY);
  return /^zh/i.test(asked ?? navigator.language) ? 'zh' : 'en';
}

export function choose(language: Language): void {
  localStorage.setItem(KEY, language);
}

export function word(key: Word, language: Language): string {
  return WORDS[key][language];
}

/** Writes the words of one language into the page, as text. */
export function fill(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll<HTMLElement>('[data-word]')) {
    element.textContent = word(element.dataset.word as Word, language);
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-label]')) {
    element.setAttribute('aria-label', word(element.dataset.label as Word, language));
  }
}
