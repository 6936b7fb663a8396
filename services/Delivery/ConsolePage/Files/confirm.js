// Asks before what can't be undone.
import { el } from './dom.js';

/** True when the person means it; the browser keeps the focus in the dialog, closes it on Escape, and gives the focus back. */
export function confirm({ title, text, action }) {
  return new Promise((resolve) => {
    const left = new AbortController();
    const close = (answer) => () => dialog.close(answer);
    const dialog = el('dialog', { 'aria-labelledby': 'ask', 'aria-describedby': 'ask-text' },
      el('h2', { id: 'ask' }, title), el('p', { id: 'ask-text' }, text),
      el('div', { class: 'actions' },
        el('button', { class: 'quiet', type: 'button', autofocus: true, on: { click: close('') } }, 'Cancel'),
        el('button', { class: 'danger', type: 'button', on: { click: close('yes') } }, action)));
    window.addEventListener('hashchange', close(''), { signal: left.signal });
    dialog.addEventListener('close', () => {
      left.abort();
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
