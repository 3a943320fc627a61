import { computed, type Ref, watchEffect } from 'vue';
import { t } from '../i18n/index.ts';
import type { Preferences } from './preferences.ts';

export interface Notice {
  /** Notices of one conversation replace each other. */
  conversation: string;
  title: string;
  text: string;
}

/** One chime in this time is enough, however many messages come. */
const QUIET_MS = 1_500;

/** Tells the agent who looks elsewhere: by sound, by the desktop, by the page's title. */
export class Notifier {
  private lastSound = 0;
  private audio: AudioContext | undefined;

  constructor(
    private readonly chosen: Preferences,
    private readonly opened: (conversation: string) => void,
    private readonly now: () => number = Date.now,
  ) {}

  tell(notice: Notice): void {
    if (this.chosen.sound) this.chime();
    if (this.chosen.desktop && !looking()) this.show(notice);
  }

  /** Asks the browser for leave to notify. */
  async allow(): Promise<boolean> {
    if (!('Notification' in globalThis)) return false;
    return (await Notification.requestPermission()) === 'granted';
  }

  private show({ conversation, title, text }: Notice): void {
    if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
    const body = this.chosen.preview ? text : t('notify.hidden');
    const shown = new Notification(title, { body, tag: `kefu-${conversation}`, silent: true });
    shown.onclick = () => {
      globalThis.focus();
      this.opened(conversation);
      shown.close();
    };
  }

  /** Two soft tones, made here: no file to load. */
  private chime(): void {
    if (this.now() - this.lastSound < QUIET_MS || !('AudioContext' in globalThis)) return;
    this.lastSound = this.now();
    this.audio ??= new AudioContext();
    const { audio } = this;
    // Browsers keep it suspended until the first click on the page: the chime is then left out.
    if (audio.state === 'suspended') void audio.resume();
    [660, 880].forEach((frequency, index) => {
      const at = audio.currentTime + index * 0.12;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.type = 'sine';
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.08, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.25);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.3);
    });
  }
}

export function looking(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** `(3) Kefu`: the number of conversations that want an answer. */
export function useTitleBadge(unread: Ref<number>): void {
  const title = computed(() => (unread.value > 0 ? `(${unread.value}) ` : '') + t('app.name'));
  watchEffect(() => {
    document.title = title.value;
  });
}
