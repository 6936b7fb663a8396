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
  const [card, look] = messageCard(page, storeId, signal);
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

/** Messages a page at a time, so that to look at them again and again costs the same however many there are. */
function messageCard(page, storeId, signal) {
  let shown = { status: '', cursors: [] }; // one cursor for each page that is newer
  let nextCursor;
  const heading = el('h2', { id: 'messages', tabindex: -1 }, 'Messages');
  const list = messageList('Messages, the newest first');
  const none = el('p', { class: 'none', hidden: true });
  const newer = el('button', { class: 'quiet', type: 'button', on: { click: () => turn(shown.cursors.slice(0, -1)) } }, 'Newer');
  const older = el('button', { class: 'quiet', type: 'button', on: { click: () => turn([...shown.cursors, nextCursor]) } }, 'Older');
  const place = el('span', { class: 'soft small' });
  const pages = el('div', { class: 'pages', hidden: true }, newer, place, older);
  const buttons = Object.entries(choices).map(([value, name]) => el('button', {
    type: 'button', 'aria-pressed': String(value === ''), on: { click: () => choose(value) },
  }, name));

  function choose(status) {
    Object.keys(choices).forEach((each, index) => buttons[index].setAttribute('aria-pressed', String(each === status)));
    return go({ status, cursors: [] });
  }

  async function turn(cursors) {
    [newer.disabled, older.disabled] = [true, true];
    await go({ ...shown, cursors });
    heading.focus();
  }

  /** Shows other messages, and none when they can't be had: those of before are not what was asked for. */
  async function go(to) {
    shown = to;
    try {
      await look();
    } catch (error) {
      if (to === shown) {
        list.update([]);
        [none.hidden, pages.hidden] = [true, true];
      }
      page.failed(error);
    }
  }

  async function look() {
    const asked = shown;
    const { status, cursors } = asked;
    const query = { limit: pageSize, ...(status && { status }), ...(cursors.length && { cursor: cursors.at(-1) }) };
    const answer = await messages(storeId, query, { signal });
    if (asked !== shown) return;
    ({ nextCursor } = answer);
    list.update(answer.items);
    none.hidden = answer.items.length > 0;
    say(none, noneText(asked));
    say(place, `Page ${cursors.length + 1}`);
    newer.disabled = !cursors.length;
    older.disabled = !nextCursor;
    pages.hidden = !cursors.length && !nextCursor;
  }

  const card = el('section', { class: 'card', 'aria-labelledby': 'messages' },
    el('div', { class: 'between' }, heading, el('div', { class: 'choice', role: 'group', 'aria-label': 'Which messages' }, buttons)),
    list, none, pages);
  return [card, look];
}

function noneText({ status, cursors }) {
  if (cursors.length) return 'Nothing is older.';
  return status ? `No message of this store is ${status}.` : 'This store has no messages. They are kept for some days.';
}
