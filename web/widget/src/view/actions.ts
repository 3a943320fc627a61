import type { Media } from '../media.ts';
import type { Bubble } from '../thread.ts';

/** What the views can ask for; the widget does it. */
export interface Actions {
  media: Media;
  view(source: Promise<string>, name: string, from: HTMLElement): void;
  download(fileId: string, name: string): void;
  reply(bubble: Bubble): void;
  recall(bubble: Bubble): void;
  retry(clientMsgId: string): void;
  discard(clientMsgId: string): void;
  helpful(bubble: Bubble, good: boolean): void;
  press(bubble: Bubble, buttonId: string, label: string): void;
  contact(conversationId: string, data: Record<string, string>): void;
  rate(conversationId: string, score: number, comment: string): Promise<void>;
  older(): Promise<void>;
  seen(): void;
}
