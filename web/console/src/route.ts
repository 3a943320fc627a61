import { ref } from 'vue';

/** Where the console is: all of it stands in the address's hash, so that a reload or a link leads back. */
export type Route =
  | { page: 'inbox'; conversation?: string; seq?: number }
  | { page: 'search'; q: string; from: string; to: string; channel: string; agent: string }
  | { page: 'monitor' }
  | { page: 'storage' };

export function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const parameters = new URLSearchParams(query);
  const [page, id] = path.split('/');
  if (page === 'monitor' || page === 'storage') return { page };
  if (page === 'search') {
    const of = (name: string) => parameters.get(name) ?? '';
    return {
      page,
      q: of('q'),
      from: of('from'),
      to: of('to'),
      channel: of('channel'),
      agent: of('agent'),
    };
  }
  if (page !== 'c' || !id) return { page: 'inbox' };
  const seq = Number(parameters.get('seq'));
  const conversation = decoded(id);
  return Number.isSafeInteger(seq) && seq > 0
    ? { page: 'inbox', conversation, seq }
    : { page: 'inbox', conversation };
}

export function format(route: Route): string {
  if (route.page === 'monitor' || route.page === 'storage') return `#/${route.page}`;
  if (route.page === 'search') {
    const { page, ...terms } = route;
    const set = Object.entries(terms).filter(([, value]) => value);
    return set.length ? `#/search?${new URLSearchParams(set)}` : '#/search';
  }
  if (!route.conversation) return '#/';
  const seq = route.seq ? `?seq=${route.seq}` : '';
  return `#/c/${encodeURIComponent(route.conversation)}${seq}`;
}

export const route = ref<Route>(parse(globalThis.location?.hash ?? ''));

globalThis.addEventListener?.('hashchange', () => {
  route.value = parse(location.hash);
});

/** Goes there; `replace` leaves no step behind for the browser's back button. */
export function go(to: Route, replace = false): void {
  const hash = format(to);
  if (replace) history.replaceState(null, '', hash);
  else if (location.hash !== hash) history.pushState(null, '', hash);
  route.value = to;
}

globalThis.addEventListener?.('popstate', () => {
  route.value = parse(location.hash);
});

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
