import { language } from './language.ts';

/** Chooses once: a page has one language. */
function say<T>(en: T, zh: T): T {
  return language === 'zh' ? zh : en;
}

export const title = say('Chat with us', '在线客服');
export const greeting = say('Hi! How can we help you today?', '您好！请问有什么可以帮您？');
export const open = say('Open chat', '打开客服窗口');
export const openUnread = say(
  (n: number) => `Open chat, ${n} unread`,
  (n) => `打开客服窗口，${n} 条未读`,
);
export const close = say('Close chat', '关闭客服窗口');
export const menu = say('More actions', '更多操作');
export const log = say('Messages', '消息');
export const you = say('You', '我');
export const bot = say('Assistant', '智能助手');
export const agent = say('Support', '客服');
export const subtitle = say('We answer as soon as we can', '我们会尽快回复您');
export const withBot = say('The assistant answers at once', '智能助手即时为您解答');
export const withAgent = say(
  (name: string) => `You are talking to ${name}`,
  (name) => `${name} 正在为您服务`,
);
export const queued = say('You are in the queue', '正在排队');
export const queuedAt = say(
  (n: number) => (n <= 1 ? 'You are next in line' : `You are number ${n} in line`),
  (n) => (n <= 1 ? '您是下一位' : `正在排队，您是第 ${n} 位`),
);
export const connecting = say('Connecting …', '正在连接…');
export const away = say(
  'We can’t be reached right now. Write anyway: your messages are kept here and sent as soon as we are back.',
  '暂时无法连接到客服。您可以继续留言：消息会保存在本机，恢复后自动发送。',
);
export const refused = say('This chat is not available on this page.', '本页面无法使用在线客服。');
export const replaced = say('This chat goes on in another window.', '会话已在另一个窗口继续。');
export const write = say('Write a message …', '请输入消息…');
export const writeNew = say('Write to start a new conversation …', '输入消息，开始新的会话…');
export const send = say('Send', '发送');
export const emoji = say('Emoji', '表情');
export const attach = say('Attach a picture or file', '添加图片或文件');
export const drop = say('Drop to attach', '松开即可添加');
export const tooLarge = say(
  (name: string, limit: string) => `${name} is larger than ${limit}.`,
  (name, limit) => `${name} 超过了 ${limit}。`,
);
export const tooLong = say('This message is too long.', '消息太长了。');
export const notKept = say(
  'This message could not be kept. Please try again later.',
  '消息未能保存，请稍后再试。',
);
export const pending = say('Waiting to be sent', '等待发送');
export const sent = say('Sent', '已发送');
export const delivered = say('Delivered', '已送达');
export const read = say('Read', '已读');
export const failed = say('Not sent', '发送失败');
export const retry = say('Try again', '重试');
export const discard = say('Delete', '删除');
export const reply = say('Reply', '回复');
export const cancel = say('Cancel', '取消');
export const recall = say('Take back', '撤回');
export const recalledByYou = say('You took a message back', '您撤回了一条消息');
export const recalledBy = say(
  (name: string) => `${name} took a message back`,
  (name) => `${name} 撤回了一条消息`,
);
export const recallFailed = say(
  'It is too late to take this message back.',
  '已超过可撤回的时间。',
);
export const edited = say('edited', '已编辑');
export const typing = say(
  (name: string) => `${name} is typing`,
  (name) => `${name} 正在输入`,
);
export const newMessages = say('New messages', '新消息');
export const older = say('Loading earlier messages …', '正在加载更早的消息…');
export const earlier = say('New conversation', '新的会话');
export const today = say('Today', '今天');
export const yesterday = say('Yesterday', '昨天');
export const helpful = say('Helpful', '有帮助');
export const notHelpful = say('Not helpful', '没有帮助');
export const thanks = say('Thank you for telling us.', '感谢您的反馈。');
export const person = say('Talk to a person', '转人工');
export const end = say('End conversation', '结束会话');
export const picture = say('Picture', '图片');
export const pictureGone = say('This picture cannot be shown', '图片无法显示');
export const file = say('File', '文件');
export const unsupported = say('This message cannot be shown here.', '此消息无法在这里显示。');
export const joined = say(
  (name: string) => `${name} has joined`,
  (name) => `${name} 已接入`,
);
export const transferred = say(
  (name: string) => (name ? `You are being passed on to ${name}` : 'You are being passed on'),
  (name) => (name ? `正在为您转接到 ${name}` : '正在为您转接'),
);
export const closedBy = say(
  {
    visitor: 'You ended the conversation',
    agent: 'The conversation was ended',
    idle: 'The conversation ended because it was quiet for a while',
    queue_timeout: 'Everyone was busy for too long. We are sorry.',
  } as Record<string, string>,
  {
    visitor: '您结束了会话',
    agent: '会话已结束',
    idle: '由于长时间没有消息，会话已结束',
    queue_timeout: '非常抱歉，客服繁忙，排队已超时',
  },
);
export const reopened = say('The conversation goes on', '会话继续');
export const handover = say('We are looking for someone to help you', '正在为您寻找客服');
export const outOfHours = say(
  (at: string) => (at ? `We are closed now and open again ${at}.` : 'We are closed right now.'),
  (at) => (at ? `现在是非服务时间，我们将于 ${at} 恢复服务。` : '现在是非服务时间。'),
);
export const leaveMessage = say('Leave us a message', '请给我们留言');
export const contactHint = say(
  'How can we reach you? We will get back to you.',
  '请留下联系方式，我们会尽快联系您。',
);
export const name = say('Name', '称呼');
export const contact = say('E-mail or phone', '邮箱或电话');
export const note = say('What is it about?', '想咨询什么？');
export const contactSent = say('Thank you. We will get back to you.', '谢谢，我们会尽快联系您。');
export const rate = say('How was this conversation?', '请为本次服务评分');
export const stars = say(
  (n: number) => (n === 1 ? '1 star' : `${n} stars`),
  (n) => `${n} 星`,
);
export const comment = say('Anything to add? (optional)', '还有什么想说的？（选填）');
export const rated = say('Thank you for your rating.', '感谢您的评价。');
export const tryLater = say('That did not work. Please try again.', '操作未成功，请重试。');
export const badType = say('This kind of file is not accepted', '不支持此类文件');
