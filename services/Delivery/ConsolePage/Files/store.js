// A store: its devices, its messages, how it is going.
import { el, say } from './dom.js';
import { moment } from './format.js';
import { figures, messages } from './api.js';
import { live } from './live.js';
import { said, tiles } from './figures.js';
import { messageList } from './messages.js';
import { deviceCard } from './devices.js';
import { onlyStore } from './session.js';

const choices = { '': 'All', pending: 'Pending', delivered: 'Delivered', expired: 'Expired' };
const pageSize = 25;

export function storePage(page, storeId, signal) {
  page.title(`Store ${storeId}`);
  const state = el('span', { class: 'soft live' }, 'Asking…');
  const numbers = tiles('Accepted', 'Delivered', 'Time to ack', 'Pending', 'Devices online');
  const devices = deviceCard(page, storeId, signal);
  const [card, look] = messageCard(storeId, signal);
  page.main.append(
    onlyStore() ? '' : el('a', { class: 'up', href: '#/' }, '← Overview'),
    el('div', { class: 'head' }, el('h1', {}, `Store ${storeId}`), state), numbers, devices, card);

  live(3_000, signal, async () => {
    const now = await figures(storeId, { signal });
    await devices.update();
    await look();
    page.notice();
    say(state, `Live · ${moment(now.at)}`);
    numbers.update(...['accepted', 'delivered', 'latency', 'pending', 'devices'].map((name) => said[name](now)));
  }, (error) => page.failed(error, state));
}

function messageCard(storeId, signal) {
  let status = '';
  let size = pageSize;
  const list = messageList('Messages, the newest first');
  const none = el('p', { class: 'none', hidden: true });
  const more = el('button', { class: 'quiet more', type: 'button', hidden: true, on: { click: () => { size += pageSize; look(); } } }, 'Show more');
  const buttons = Object.entries(choices).map(([value, name]) => el('button', {
    type: 'button', 'aria-pressed': String(value === status), on: { click: () => choose(value) },
  }, name));

  function choose(value) {
    [status, size] = [value, pageSize];
    Object.keys(choices).forEach((each, index) => buttons[index].setAttribute('aria-pressed', String(each === value)));
    look();
  }

  async function look() {
    const asked = status;
    const { items, nextCursor } = await messages(storeId, { limit: Math.min(size, 200), ...(asked && { status: asked }) }, { signal });
    if (asked !== status) return;
    list.update(items);
    none.hidden = items.length > 0;
    say(none, asked ? `No message of this store is ${asked}.` : 'This store has no messages. They are kept for some days.');
    more.hidden = !nextCursor || size >= 200;
  }

  const card = el('section', { class: 'card', 'aria-labelledby': 'messages' },
    el('div', { class: 'between' }, el('h2', { id: 'messages' }, 'Messages'),
      el('div', { class: 'choice', role: 'group', 'aria-label': 'Which messages' }, buttons)),
    list, none, more);
  return [card, look];
}
