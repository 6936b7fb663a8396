// A message: where it stands, and how it came there.
import { el, say, show } from './dom.js';
import { ago, count, counted, duration, exactly, kindName, moment, platformName, statusName } from './format.js';
import { message, timeline } from './api.js';
import { live } from './live.js';

export async function messagePage(page, id, signal) {
  page.title('Message');
  page.main.append(el('h1', { class: 'unseen' }, 'Message'), el('p', { class: 'soft' }, 'Asking…'));
  let view;

  live(3_000, signal, async () => {
    const now = await ask(id, signal);
    page.notice();
    if (!view || view.refusal !== now.refused?.status) {
      view = now.refused ? makeRefusal(now.refused) : makeView(now);
      page.title(view.title);
      const isHere = page.main.contains(document.activeElement);
      page.main.replaceChildren(...view.parts);
      if (isHere) page.focus();
    }
    view.update?.(now);
  }, page.failed);
}

/** A message may go while somebody looks: that is an answer too. */
async function ask(id, signal) {
  try {
    const [status, { events }] = await Promise.all([message(id, { signal }), timeline(id, { signal })]);
    return { ...status, events };
  } catch (error) {
    if ([400, 403, 404].includes(error.status)) return { refused: error };
    throw error;
  }
}

function makeRefusal({ status, message: text }) {
  return {
    title: 'Message',
    refusal: status,
    parts: [
      el('h1', { class: 'unseen' }, 'Message'),
      el('section', { class: 'card' }, el('h2', {}, status === 403 ? 'Not yours to see' : 'No such message'),
        el('p', { class: 'soft' }, status === 403 ? text : 'It was never accepted, or was settled so long ago that it is not kept any more.'),
        el('p', {}, el('a', { href: '#/' }, 'Back to the overview')))],
  };
}

function makeView({ kind, orderId, platform, storeId, messageId, acceptedAt, expiresAt }) {
  const status = el('span', {});
  const took = el('span', { class: 'soft' });
  const pushes = el('dd', {});
  const list = el('ol', { class: 'timeline' });
  const note = el('p', { class: 'soft small' });
  const facts = [
    ['Store', el('dd', {}, el('a', { href: `#/stores/${encodeURIComponent(storeId)}` }, storeId))],
    ['Platform', el('dd', {}, platformName(platform))],
    ['Accepted', el('dd', {}, el('time', { datetime: acceptedAt }, exactly(acceptedAt)))],
    ['Expires', el('dd', {}, el('time', { datetime: expiresAt }, moment(expiresAt)))],
    ['Pushes', pushes],
    ['Message', el('dd', { class: 'mono' }, messageId)],
  ];
  return {
    title: `${kindName(kind)} ${orderId}`,
    parts: [
      el('a', { class: 'up', href: `#/stores/${encodeURIComponent(storeId)}` }, `← Store ${storeId}`),
      el('div', { class: 'head' }, el('h1', {}, `${kindName(kind)} ${orderId}`), status, took),
      el('div', { class: 'pair' },
        el('section', { class: 'card', 'aria-labelledby': 'timeline' }, el('h2', { id: 'timeline' }, 'Timeline'), el('p', { class: 'about' }, 'Your local time'), list, note),
        el('section', { class: 'card', 'aria-labelledby': 'facts' }, el('h2', { id: 'facts' }, 'Facts'), el('p', { class: 'about' }, 'What the order says is not shown here'),
          el('dl', { class: 'facts' }, facts.map(([name, value]) => [el('dt', {}, name), value]))))],
    update(now) {
      say(status, statusName(now.status));
      status.className = `chip ${now.status}`;
      say(took, now.status === 'pending' ? `waiting for ${ago(now.acceptedAt)}` : '');
      say(pushes, count(now.pushes));
      const events = now.status === 'pending' ? [...now.events, { type: 'waiting', at: now.expiresAt }] : now.events;
      show(list, events.map((event) => ({ ...event, start: now.acceptedAt })), (event) => `${event.type} ${event.push ?? ''}`, makeEvent);
      say(note, noteText(now));
    },
  };
}

function makeEvent({ type, at, start, push, edges, by }) {
  const texts = {
    accepted: ['Accepted', 'StorePush keeps it from now on'],
    pushed: [push === 1 ? 'Pushed' : `Pushed again (${push})`, edges?.length ? `by ${edges.join(', ')}` : ''],
    delivered: ['Delivered', `${by} acknowledged first`],
    expired: ['Expired', 'nobody acknowledged in time'],
    waiting: ['Waiting for an acknowledgement', `until ${moment(at)}`],
  };
  const [what, more] = texts[type] ?? [type, ''];
  const isTime = type !== 'waiting';
  const offset = new Date(at) - new Date(start);
  return el('li', { class: type },
    el('span', { class: 'what' }, what),
    isTime ? el('time', { datetime: at }, exactly(at)) : el('span', {}),
    el('span', { class: 'soft' }, more),
    el('span', { class: 'soft offset' }, isTime && type !== 'accepted' ? `+${duration(offset)}` : ''));
}

function noteText({ pushes, events }) {
  const noted = events.filter((event) => event.type === 'pushed').length;
  const missing = pushes - noted;
  const rest = missing > 0 ? `${counted(missing, 'more push was', 'more pushes were')} counted, but not noted one by one. ` : '';
  return `${rest}Acknowledgements after the first one change nothing and are not kept.`;
}
