// The door: takes a token.
import { el, say } from './dom.js';
import { call } from './api.js';
import { claims, keep } from './session.js';

const how = `storepush token --scope "messages:read devices:write"

# Standalone prints one when it starts.`;

export function signIn(page, why, done) {
  page.title('Sign in');
  const problem = el('p', { class: 'problem', id: 'problem', role: 'alert', hidden: !why }, why ?? '');
  const field = el('input', {
    id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'about problem',
  });
  const button = el('button', {}, 'Sign in');
  const form = el('form', { novalidate: true },
    el('label', { for: 'token' }, 'Token'), field,
    el('p', { class: 'soft small', id: 'about' }, 'With the scope messages:read. It is kept until this tab is closed.'),
    problem, button);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    const wrong = await refusal(field.value.trim());
    button.disabled = false;
    problem.hidden = !wrong;
    say(problem, wrong ?? '');
    if (wrong) field.focus();
    else done();
  });
  page.main.append(el('div', { class: 'door' },
    el('div', { class: 'card' },
      el('span', { class: 'brand' }, el('img', { src: '/console/icon.svg', alt: '', width: 28, height: 28 }), 'StorePush'),
      el('h1', {}, 'Sign in to the console'), form,
      el('details', {}, el('summary', {}, 'How to get a token'), el('pre', {}, how)))));
  field.focus();
}

/** Why a token is of no use here; undefined when it is kept. */
async function refusal(text) {
  if (!text) return 'Paste a token.';
  // A header takes no other characters.
  if (!/^[\w.~+/=-]+$/.test(text)) return 'This is not a token: it has characters that no token has.';
  const { store_id: storeId } = claims(text);
  try {
    await call(storeId ? `/stores/${encodeURIComponent(storeId)}/figures` : '/figures', { as: text });
    keep(text);
    return undefined;
  } catch (error) {
    if (error.status === 401) return 'StorePush does not accept this token. It may have expired, or be for another server.';
    if (error.status === 403) return 'This token may not read messages: it needs the scope messages:read.';
    return `${error.message} Try again.`;
  }
}
