// The devices of a store that are online, and what can be done to them.
import { el, say, show } from './dom.js';
import { ago } from './format.js';
import { devices, disconnect, revoke } from './api.js';
import { may } from './session.js';
import { confirm } from './confirm.js';

export function deviceCard(page, storeId, signal) {
  const heading = el('h2', { id: 'devices', tabindex: -1 }, 'Devices online');
  const list = el('ul', { class: 'rows', 'aria-labelledby': 'devices' });
  const none = el('p', { class: 'none' }, 'No device of this store is online. Its messages wait until one connects.');
  const done = el('p', { class: 'soft small', role: 'status' });
  const mayWrite = may('devices:write');

  async function act(text, work) {
    try {
      await work();
      say(done, text);
    } catch (error) {
      say(done, error.message);
    }
    await card.update().catch(page.failed);
  }

  const revokeOne = async (deviceId) => {
    const sure = await confirm({
      title: `Revoke ${deviceId}?`,
      text: 'Every token that it has stops working and its connection is closed. It needs a new token to come back.',
      action: 'Revoke',
    });
    if (document.activeElement === document.body) heading.focus({ preventScroll: true }); // the device has gone meanwhile
    if (sure) await act(`${deviceId} was revoked.`, () => revoke(storeId, deviceId));
  };
  const disconnectOne = (deviceId) => act(`${deviceId} was disconnected. It may be back already.`, () => disconnect(storeId, deviceId));

  const card = el('section', { class: 'card', 'aria-labelledby': 'devices' },
    heading, list, none, done, mayWrite && offline(revokeOne));
  card.update = async () => {
    const { items } = await devices(storeId, { signal });
    none.hidden = items.length > 0;
    const hadFocus = list.contains(document.activeElement);
    list.hidden = items.length === 0;
    // A device that changes connections has two for a moment, the new one last: that one is shown.
    show(list, items, (item) => item.deviceId, (item) => makeDevice(item, mayWrite && { disconnectOne, revokeOne }));
    if (hadFocus && !list.contains(document.activeElement)) heading.focus({ preventScroll: true });
  };
  return card;
}

function makeDevice({ deviceId }, actions) {
  const since = el('span', { class: 'soft' });
  const item = el('li', {}, el('div', { class: 'row device' },
    el('span', { class: 'name' }, deviceId), since,
    actions && el('span', { class: 'actions' },
      el('button', { class: 'quiet', type: 'button', 'aria-label': `Disconnect ${deviceId}`, on: { click: () => actions.disconnectOne(deviceId) } }, 'Disconnect'),
      el('button', { class: 'danger', type: 'button', 'aria-label': `Revoke ${deviceId}`, on: { click: () => actions.revokeOne(deviceId) } }, 'Revoke'))));
  item.update = (device) => say(since, `for ${ago(device.connectedAt)}, on ${device.edge}`);
  return item;
}

/** A stolen device is rarely online. */
function offline(revokeOne) {
  const field = el('input', { id: 'lost', maxlength: 64, pattern: '[A-Za-z0-9._\\-]+', autocomplete: 'off', spellcheck: 'false', required: true });
  return el('details', {}, el('summary', {}, 'Revoke a device that is not online'),
    el('form', {
      on: {
        submit: async (event) => {
          event.preventDefault();
          await revokeOne(field.value.trim());
        },
      },
    },
    el('label', { for: 'lost' }, 'Device'), el('div', { class: 'inline' }, field, el('button', { class: 'danger' }, 'Revoke'))));
}
