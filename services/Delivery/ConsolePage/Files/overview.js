// The first view: how all of it is going.
import { el, say, show } from './dom.js';
import { ago, count, counted, duration, moment } from './format.js';
import { figures } from './api.js';
import { live } from './live.js';
import { ages, charts, said, tiles } from './figures.js';

export function overview(page, signal) {
  page.title('Overview');
  const state = el('span', { class: 'soft live' }, 'Asking…');
  const numbers = tiles('Accepted', 'Delivered', 'Expired', 'Time to ack', 'Pending', 'Devices online');
  const graphs = charts(signal);
  const byAge = ages();
  const stores = listCard('stores', 'Stores that have waited longest', 'With a message pending, and how many of their devices are online', 'Nothing waits in any store.');
  const edges = listCard('edges', 'Edges', 'The processes that hold the connections of devices', 'No edge has reported.');
  page.main.append(
    el('div', { class: 'head' }, el('h1', {}, 'Overview'), state), numbers, graphs,
    el('div', { class: 'pair' }, byAge, stores), edges);

  live(2_000, signal, async () => {
    const now = await figures(null, { signal });
    page.notice();
    say(state, `Live · ${moment(now.at)}`);
    numbers.update(...['accepted', 'delivered', 'expired', 'latency', 'pending', 'online'].map((name) => said[name](now)));
    graphs.update(now);
    byAge.update(now);
    stores.update(now.pending.stores ?? [], (store) => store.storeId, makeStore);
    edges.update(now.online.edges.map((edge) => ({ ...edge, at: now.at })), (edge) => edge.edge, makeEdge);
  }, (error) => page.failed(error, state));
}

function listCard(id, title, about, whenEmpty) {
  const list = el('ul', { class: 'rows', 'aria-labelledby': id });
  const none = el('p', { class: 'none', hidden: true }, whenEmpty);
  const card = el('section', { class: 'card', 'aria-labelledby': id }, el('h2', { id }, title), el('p', { class: 'about' }, about), list, none);
  card.update = (items, keyOf, make) => {
    none.hidden = items.length > 0;
    list.hidden = items.length === 0;
    show(list, items, keyOf, make);
  };
  return card;
}

function makeStore({ storeId }) {
  const pending = el('span', {});
  const devices = el('span', { class: 'chip' });
  const item = el('li', {}, el('a', { class: 'row store', href: `#/stores/${encodeURIComponent(storeId)}` },
    el('span', { class: 'name' }, storeId), pending, devices));
  item.update = (store) => {
    say(pending, `${count(store.pending)} pending for ${ago(store.oldestAcceptedAt)}`);
    say(devices, store.devices ? `${counted(store.devices, 'device')} online` : 'nobody online');
    devices.className = `chip ${store.devices ? 'delivered' : 'plain'}`;
  };
  return item;
}

function makeEdge({ edge }) {
  const devices = el('span', {});
  const heard = el('span', { class: 'soft' });
  const item = el('li', {}, el('div', { class: 'row store' }, el('span', { class: 'mono' }, edge), devices, heard));
  item.update = (one) => {
    say(devices, counted(one.devices, 'device'));
    say(heard, heardText(one));
  };
  return item;
}

/** An edge reports every five seconds; figures that took long to count may be older than that. */
function heardText({ heartbeatAt, at }) {
  if (!heartbeatAt) return 'not heard yet';
  const age = new Date(at) - new Date(heartbeatAt);
  return age < 10_000 ? 'heard just now' : `heard ${duration(age)} ago`;
}
