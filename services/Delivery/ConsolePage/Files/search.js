// Finds orders, messages and stores by one word.
import { el, say } from './dom.js';
import { count, counted } from './format.js';
import { figures, find, message, messages } from './api.js';
import { messageList } from './messages.js';
import { onlyStore } from './session.js';

const isMessageId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const isName = /^[A-Za-z0-9._-]{1,64}$/;
const isOrderId = /^[!-.0-~]{1,64}$/;

export async function searchPage(page, query, signal) {
  page.title(`Search for ${query}`);
  const state = el('span', { class: 'soft', role: 'status' }, 'Searching…');
  const stores = el('section', { class: 'card', 'aria-labelledby': 'found-stores', hidden: true }, el('h2', { id: 'found-stores' }, 'Store'));
  const list = messageList('Messages that were found', { anywhere: true });
  const orders = el('section', { class: 'card', 'aria-labelledby': 'found', hidden: true }, el('h2', { id: 'found' }, 'Messages'), list);
  page.main.append(el('div', { class: 'head' }, el('h1', {}, `“${query}”`), state), stores, orders);

  let found = [];
  const add = (items) => {
    found = [...found, ...items].sort((a, b) => (a.acceptedAt < b.acceptedAt ? 1 : -1));
    orders.hidden = found.length === 0;
    list.update(found);
  };
  try {
    const isStore = await showStore(stores, query, signal);
    if (isMessageId.test(query)) add(await maybe(message(query.toLowerCase(), { signal })));
    if (isOrderId.test(query)) await findOrders(query, add, (looked) => say(state, `Searching… ${looked}`), signal);
    say(state, found.length || isStore ? `${counted(found.length, 'message')}${isStore ? ' and a store' : ''}` : '');
    if (!found.length && !isStore) {
      page.main.append(el('section', { class: 'card' }, el('h2', {}, 'Nothing found'),
        el('p', { class: 'soft' }, 'An order is found by its whole id, as the platform writes it, for as long as it is kept: a week, unless configured otherwise.')));
    }
  } catch (error) {
    if (signal.aborted) return;
    say(state, '');
    if (error.status === 401) page.failed(error);
    else page.main.append(brokenOff(error, () => again(page, query, signal)));
  }
}

/** A search is not repeated by itself: it may have cost many calls. */
function brokenOff({ message: text }, searchAgain) {
  return el('section', { class: 'card', 'aria-labelledby': 'broken-off' }, el('h2', { id: 'broken-off' }, 'The search was broken off'),
    el('p', { class: 'problem', role: 'alert' }, text), el('button', { type: 'button', on: { click: searchAgain } }, 'Search again'));
}

function again(page, query, signal) {
  page.main.replaceChildren();
  searchPage(page, query, signal);
  page.focus();
}

/** What is not there, or not ours, is nothing; other errors stay errors. */
async function maybe(answer) {
  try {
    return [await answer].flat();
  } catch (error) {
    if ([400, 403, 404].includes(error.status)) return [];
    throw error;
  }
}

async function showStore(card, query, signal) {
  if (!isName.test(query) || (onlyStore() && onlyStore() !== query)) return false;
  const [now, page] = await Promise.all([figures(query, { signal }), messages(query, { limit: 1 }, { signal })]);
  const isKnown = now.online.devices > 0 || page.items.length > 0;
  if (!isKnown) return false;
  card.hidden = false;
  card.append(el('ul', { class: 'rows' }, el('li', {}, el('a', { class: 'row store', href: `#/stores/${encodeURIComponent(query)}` },
    el('span', { class: 'name' }, query), el('span', {}, `${count(now.pending.count)} pending`),
    el('span', { class: `chip ${now.online.devices ? 'delivered' : 'plain'}` }, now.online.devices ? `${counted(now.online.devices, 'device')} online` : 'nobody online')))));
  return true;
}

/** The server looks through some thousand stores per call. */
async function findOrders(orderId, add, progress, signal) {
  let cursor;
  for (let calls = 1; ; calls++) {
    const page = await find({ orderId, ...(cursor && { cursor }) }, { signal });
    add(page.items);
    cursor = page.nextCursor;
    if (!cursor) return;
    progress(`through some thousand stores at a time, ${calls} done`);
  }
}
