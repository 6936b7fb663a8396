// Starts the console: decides who is signed in, and which view stands where the address says.
import { byId, say } from './dom.js';
import { claims, forget, onlyStore, token } from './session.js';
import { signIn } from './signin.js';
import { overview } from './overview.js';
import { storePage } from './store.js';
import { messagePage } from './message.js';
import { searchPage } from './search.js';

const main = byId('main');
const notice = byId('notice');
let leave = new AbortController();

/** What the views may ask of the page around them. */
const page = {
  main,
  focus,
  title(text) {
    document.title = `${text} · StorePush console`;
  },
  /** Says that something is wrong for now; nothing when it is well again. */
  notice(text = '') {
    notice.hidden = !text;
    say(notice, text);
    main.classList.toggle('stale', Boolean(text));
  },
  /** What went wrong with a call that is tried again; `state` says until when the view was live. */
  failed(error, state) {
    if (error.name === 'AbortError') return; // asked by a view that was left
    if (state) say(state, state.textContent.replace('Live ·', 'Last seen'));
    if (error.status === 401) signOut('Your token is not valid any more. Paste a new one.');
    else if (error.status === 503 || error.status === 0) page.notice(`${error.message} Trying again…`);
    else page.notice(error.message ?? 'Something went wrong.');
  },
};

const routes = [
  [/^\/stores\/([^/]+)$/, storePage],
  [/^\/messages\/([^/]+)$/, messagePage],
  [/^\/search\/(.+)$/, searchPage],
];

function signOut(why) {
  forget();
  render({ why });
}

function render({ why, first } = {}) {
  leave.abort();
  leave = new AbortController();
  page.notice();
  main.replaceChildren();
  const isIn = Boolean(token());
  byId('bar').hidden = !isIn;
  if (!isIn) {
    signIn(page, why, () => render());
    return;
  }

  const { sub } = claims();
  say(byId('who'), [sub, onlyStore() ? `store ${onlyStore()}` : 'all stores'].filter(Boolean).join(' · '));
  const path = location.hash.slice(1) || '/';
  byId('query').value = '';
  for (const [pattern, view] of routes) {
    const match = pattern.exec(path);
    if (match) {
      view(page, decode(match[1]), leave.signal);
      return arrive(first);
    }
  }
  if (onlyStore()) storePage(page, onlyStore(), leave.signal);
  else overview(page, leave.signal);
  return arrive(first);
}

function arrive(first) {
  if (first) return;
  window.scrollTo(0, 0);
  focus();
}

/** Whoever reads with ears or keys begins at the top of the new view. */
function focus() {
  const heading = main.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

byId('find').addEventListener('submit', (event) => {
  event.preventDefault();
  const query = byId('query').value.trim();
  if (query) location.hash = `#/search/${encodeURIComponent(query)}`;
});
byId('leave').addEventListener('click', () => signOut());
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener('hashchange', () => render());
render({ first: true });
