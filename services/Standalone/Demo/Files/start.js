// Gets the tokens of the demo: from the server where it gives them, else with a token of the reader's.
import { el, say } from '/console/dom.js';
import { claims } from '/console/session.js';

const deviceIds = ['till-1', 'till-2'];

export async function start(main, begin) {
  const response = await fetch('/demo/session', { method: 'POST' }).catch(() => null);
  if (response?.ok) begin(await response.json());
  else ask(main, begin);
}

function ask(main, begin) {
  const field = el('input', { id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'about' });
  const problem = el('p', { class: 'problem', role: 'alert', hidden: true });
  const form = el('form', {
    novalidate: true,
    on: {
      submit: async (event) => {
        event.preventDefault();
        try {
          begin(await sessionWith(field.value.trim()));
        } catch (error) {
          problem.hidden = false;
          say(problem, error.message);
          field.focus();
        }
      },
    },
  },
  el('label', { for: 'token' }, 'Token'), field,
  el('p', { class: 'soft small', id: 'about' }, 'With the scopes orders:write, messages:read and devices:write. It stays in this page.'), problem, el('button', {}, 'Start'));
  main.replaceChildren(el('div', { class: 'door' }, el('div', { class: 'card' }, el('h1', {}, 'Start the demo'),
    el('p', { class: 'soft' }, 'This server has a key of its own, so it gives nobody tokens unasked.'), form)));
  field.focus();
}

/** Tokens for two terminals, as whoever installs terminals gets them. */
async function sessionWith(token) {
  if (!/^[\w.~+/=-]+$/.test(token)) throw new Error('This is not a token.');
  const storeId = claims(token).store_id ?? 'demo';
  const devices = await Promise.all(deviceIds.map(async (deviceId) => {
    const response = await fetch(`/v1/stores/${encodeURIComponent(storeId)}/devices/${deviceId}/token`, {
      method: 'POST', headers: { Authorization: `Bearer ${token}` },
    });
    const body = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(body.detail ?? response.statusText);
    return { deviceId, token: body.token };
  }));
  return { storeId, token, devices };
}
