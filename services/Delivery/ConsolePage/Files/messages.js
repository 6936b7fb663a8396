// A list of messages, each of which leads to its page.
import { el, say, show } from './dom.js';
import { ago, counted, duration, kindName, moment, platformName, statusName } from './format.js';

/** `anywhere`: the messages may be of several stores, so each says of which. */
export function messageList(label, { anywhere } = {}) {
  const list = el('ul', { class: 'rows', 'aria-label': label });
  const row = `row message${anywhere ? ' anywhere' : ''}`;
  const titles = ['Order', anywhere && 'Store', 'Status', 'Accepted', 'Took', 'Pushed'].filter(Boolean);
  const box = el('div', {}, el('div', { class: `${row} columns`, 'aria-hidden': 'true' }, titles.map((title) => el('span', {}, title))), list);
  box.update = (items) => {
    box.hidden = items.length === 0;
    show(list, items, (item) => item.messageId, (item) => makeMessage(item, row, anywhere));
  };
  return box;
}

function makeMessage({ messageId, kind, orderId, platform, storeId, acceptedAt }, row, anywhere) {
  const status = el('span', {});
  const took = el('span', {});
  const pushed = el('span', { class: 'pushed' });
  const item = el('li', {}, el('a', { class: row, href: `#/messages/${messageId}` },
    el('span', {}, el('span', { class: 'name' }, orderId), ' ', el('span', { class: 'soft' }, `${kindName(kind)}, ${platformName(platform)}`)),
    anywhere && el('span', { class: 'where' }, storeId), status,
    el('span', { class: 'when' }, el('time', { datetime: acceptedAt }, moment(acceptedAt)), ' ', took), pushed));
  item.update = (message) => {
    say(status, statusName(message.status));
    status.className = `chip ${message.status}`;
    say(took, tookText(message));
    say(pushed, message.deliveredBy ? `${counted(message.pushes, 'push', 'pushes')}, by ${message.deliveredBy}` : counted(message.pushes, 'push', 'pushes'));
  };
  return item;
}

/** For how long a message rang, or rings. */
export function tookText({ acceptedAt, deliveredAt, expiredAt }) {
  if (deliveredAt) return duration(new Date(deliveredAt) - new Date(acceptedAt));
  if (expiredAt) return `gave up after ${duration(new Date(expiredAt) - new Date(acceptedAt))}`;
  return `for ${ago(acceptedAt)}`;
}
