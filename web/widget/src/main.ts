import type { Trace } from '@kefu/client';
import { readSettings } from './settings.ts';
import { createWidget, type Widget } from './widget.ts';

/** What a page can do with the widget: `window.Kefu`, there as soon as the event `kefu:ready` was seen. */
export interface KefuApi {
  open(): void;
  close(): void;
  /** Goes on as the person whom this token (a JWT signed with the channel's secret) names; without one, anonymously. */
  identify(identity?: string): void;
}

declare global {
  interface Window {
    Kefu?: KefuApi;
    /** Set before the script runs, it is told of each frame, without tokens: for demonstrations and for finding faults. */
    KefuTrace?: Trace;
  }
}

const settings = readSettings();

/** One step after the other: a page may call before the one before is done. */
let widget: Promise<Widget>;

function start(): void {
  const create = (identity?: string) => createWidget(settings, identity, window.KefuTrace);
  widget = create(settings.identity);
  window.Kefu = {
    open: () => void widget.then((it) => it.open()),
    close: () => void widget.then((it) => it.close()),
    identify: (identity) => {
      widget = widget.then((it) => {
        it.destroy();
        return create(identity);
      });
    },
  };
  dispatchEvent(new Event('kefu:ready'));
}

// A script that a page names twice is one widget.
if (!window.Kefu) {
  if (document.body) start();
  else document.addEventListener('DOMContentLoaded', start, { once: true });
}
