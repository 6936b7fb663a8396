// The demo: two real terminals of one store, and orders for them.
import { byId, el, say } from '/console/dom.js';
import { duration } from '/console/format.js';
import { keep } from '/console/session.js';
import { start } from './start.js';
import { till } from './till.js';
import { sound } from './sound.js';

const main = byId('main');
const bell = sound(byId('sound'));

start(main, ({ storeId, token, devices }) => {
  const placed = new Map(); // order id -> when it was placed
  const said = el('p', { class: 'said', role: 'status' });
  const settled = ({ orderId, by, status }) => {
    if (!placed.has(orderId)) return;
    say(said, status === 'delivered' ? `Taken by ${by}, ${duration(performance.now() - placed.get(orderId))} after it was placed.` : 'It has expired.');
  };
  const tills = devices.map((device) => till({ storeId, ...device }, { settled, ring: bell.ring }));

  const heading = el('h1', { tabindex: -1 }, 'An order rings at every terminal of the store');
  const isHere = main.contains(document.activeElement);
  main.replaceChildren(
    heading,
    el('p', { class: 'lead' }, 'Place one. Both terminals ring until one of them takes it; then both are quiet. Switch one off, and see what it gets when it is back.'),
    placeForm(said, async (dish) => {
      const orderId = `demo-${Date.now().toString(36)}`;
      const begun = performance.now();
      placed.set(orderId, begun);
      const response = await fetch(`/v1/stores/${storeId}/orders`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ platform: 'meituan', orderId, order: { dish, qty: 1 }, ttlSeconds: 600 }),
      });
      if (!response.ok) throw new Error((await response.json().catch(() => ({}))).detail ?? response.statusText);
      return `Accepted after ${duration(performance.now() - begun)}: it is safe, and rings.`;
    }),
    el('div', { class: 'tills' }, tills),
    el('p', { class: 'under' }, 'These are ordinary terminals with ordinary tokens, over the WebSocket that real ones use. ',
      el('a', { href: `/console#/stores/${storeId}`, on: { click: () => keep(token) } }, 'See the store in the console'), '.'));
  if (isHere) heading.focus();
});

function placeForm(said, place) {
  const dish = el('input', { id: 'dish', value: '麻婆豆腐', maxlength: 200, autocomplete: 'off', required: true });
  const button = el('button', {}, 'Place order');
  return el('form', {
    class: 'place card',
    on: {
      submit: async (event) => {
        event.preventDefault();
        if (button.hasAttribute('aria-disabled')) return;
        button.setAttribute('aria-disabled', 'true'); // with disabled it would lose the focus
        say(said, '');
        try {
          const text = await place(dish.value);
          if (!said.textContent) say(said, text); // it may be taken sooner than the answer is here
        } catch (error) {
          say(said, `Not placed: ${error.message}`);
        }
        button.removeAttribute('aria-disabled');
      },
    },
  }, el('label', { for: 'dish' }, 'What is ordered'), dish, button, said);
}
