// What a terminal shows: whether it is online, what rings, what was taken.
import { el, say } from '/console/dom.js';
import { terminal } from './terminal.js';

const ringEveryMs = 1_500;
const kept = 5; // and whatever rings

export function till({ storeId, deviceId, token }, { settled, ring }) {
  const orders = new Map(); // message id -> its element
  const state = el('span', { class: 'state' }, 'Connecting');
  const power = el('button', { class: 'quiet', type: 'button', 'aria-label': `Switch ${deviceId} off` }, 'Switch off');
  const list = el('ul', { class: 'orders', 'aria-label': `Orders of ${deviceId}` });
  const quiet = el('p', { class: 'quietly' }, 'Quiet. Nothing rings.');
  const heading = el('h2', { tabindex: -1 }, deviceId);
  const live = el('p', { class: 'unseen', role: 'status' });
  const card = el('section', { class: 'card till', 'aria-label': `Terminal ${deviceId}` },
    el('header', {}, heading, state, power), quiet, list, live);
  let bell;

  const ringing = () => [...orders.values()].some((item) => item.classList.contains('ringing'));
  function refresh() {
    const rings = ringing();
    card.classList.toggle('ringing', rings);
    quiet.hidden = orders.size > 0;
    list.hidden = orders.size === 0;
    if (rings && !bell) {
      ring();
      bell = setInterval(ring, ringEveryMs);
    } else if (!rings) {
      clearInterval(bell);
      bell = undefined;
    }
  }

  function end(id, text, tone) {
    const item = orders.get(id);
    if (!item?.classList.contains('ringing')) return;
    item.classList.remove('ringing');
    // Not to the next button: whoever presses a key twice would take two orders.
    if (item.contains(document.activeElement)) heading.focus({ preventScroll: true });
    item.querySelector('button').remove();
    item.append(el('span', { class: `chip ${tone}` }, text));
    refresh();
  }

  /** A terminal that has shown an order is not shown it again, so none goes while it rings. */
  function tidy() {
    for (const [id, item] of orders) {
      if (orders.size <= kept) return;
      if (item.classList.contains('ringing')) continue;
      orders.delete(id);
      item.remove();
    }
  }

  const device = terminal({ storeId, deviceId, token }, {
    online: (isOnline, why) => {
      say(state, isOnline ? 'Online' : why);
      state.classList.toggle('online', isOnline);
    },
    message: ({ id, kind, orderId, order, reason, push }) => {
      const dish = kind === 'order.placed' ? String(order?.dish ?? orderId) : `Cancelled: ${reason ?? orderId}`;
      const take = el('button', { type: 'button', 'aria-label': `Take ${dish} at ${deviceId}` }, 'Take');
      take.addEventListener('click', () => {
        take.setAttribute('aria-disabled', 'true'); // with disabled it would lose the focus
        device.ack(id);
      });
      const item = el('li', { class: 'ringing' }, el('span', { class: 'dish' }, dish),
        el('span', { class: 'about' }, push > 1 ? `${orderId}, push ${push}` : orderId), take);
      item.orderId = orderId;
      orders.set(id, item);
      list.prepend(item);
      tidy();
      say(live, `${dish} rings at ${deviceId}`);
      refresh();
    },
    taken: (id) => {
      settled({ orderId: orders.get(id)?.orderId, by: deviceId, status: 'delivered' });
      end(id, 'Taken here', 'delivered');
    },
    settled: ({ id, status, by }) => {
      settled({ orderId: orders.get(id)?.orderId, by, status });
      end(id, status === 'delivered' ? `Taken by ${by}` : 'Expired', status === 'delivered' ? 'plain' : 'expired');
    },
  });

  power.addEventListener('click', () => {
    const isOn = device.toggle();
    power.textContent = isOn ? 'Switch off' : 'Switch on';
    power.setAttribute('aria-label', `Switch ${deviceId} ${isOn ? 'off' : 'on'}`);
    if (isOn) return;
    orders.clear();
    list.replaceChildren();
    refresh();
  });
  refresh();
  return card;
}
