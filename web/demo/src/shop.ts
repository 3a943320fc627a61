import { chosenLanguage, fill, word } from './words.ts';

// The language must stand before the widget's script runs: it speaks what the page speaks.
const language = chosenLanguage();
fill(language);
document.title = word('shopName', language);

const framed = parent !== window;
if (framed) {
  window.KefuTrace = (event) => parent.postMessage({ kefu: event }, location.origin);
  addEventListener('kefu:ready', () => window.Kefu?.open(), { once: true });
}
document.getElementById('ask')?.addEventListener('click', () => window.Kefu?.open());

const script = document.createElement('script');
script.async = true;
script.src = new URL('../widget.js', location.href).href;
script.dataset.channel = 'web';
document.head.append(script);
