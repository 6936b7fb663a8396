// What the overview and a store's page show of the figures: tiles, charts, pending messages by age.
import { el, say, show } from './dom.js';
import { ago, count, counted, duration, rate } from './format.js';
import { chart } from './charts.js';

/** Figures with an explanation; `read` returns { value, note, tone } for each. */
export function tiles(...names) {
  const parts = names.map((name) => ({ name, value: el('span', { class: 'value' }, '–'), note: el('span', { class: 'note' }, ' ') }));
  const list = el('dl', { class: 'tiles' }, parts.map(({ name, value, note }) =>
    el('div', { class: 'tile card' }, el('dt', {}, name), el('dd', {}, value), el('dd', {}, note))));
  list.update = (...said) => said.forEach(({ value, note, tone = '' }, index) => {
    say(parts[index].value, value);
    parts[index].value.className = `value ${tone}`;
    say(parts[index].note, note);
  });
  return list;
}

const minute = (number) => ({ value: count(number), note: `last minute · ${rate(number / 60)}/s` });

/** How a figure tile is said. */
export const said = {
  accepted: ({ lastMinute }) => minute(lastMinute.accepted),
  delivered: ({ lastMinute }) => minute(lastMinute.delivered),
  expired({ lastMinute, history }) {
    const recent = history.reduce((sum, slice) => sum + slice.expired, 0);
    return { value: count(lastMinute.expired), note: `last minute · ${count(recent)} in 15 min`, tone: lastMinute.expired ? 'bad' : '' };
  },
  latency: ({ lastMinute: { latencyMs } }) => (latencyMs
    ? { value: duration(latencyMs.p50), note: `median · 95% within ${duration(latencyMs.p95)}` }
    : { value: '–', note: 'nothing delivered lately' }),
  pending: ({ pending }) => ({
    value: count(pending.count),
    note: pending.oldestAcceptedAt ? `the oldest for ${ago(pending.oldestAcceptedAt)}` : 'nothing waits',
    tone: pending.count ? 'wait' : '',
  }),
  online: ({ online }) => ({ value: count(online.devices), note: `in ${counted(online.stores, 'store')}` }),
  devices: ({ online }) => ({ value: count(online.devices), note: online.devices ? 'online now' : 'nobody would hear an order', tone: online.devices ? '' : 'wait' }),
};

/** The two charts of the last minutes. */
export function charts(signal) {
  const traffic = chart({
    title: 'Messages', about: 'Per second, the last 15 minutes', write: rate, tick: (value) => String(+value.toFixed(2)), signal,
    series: [{ name: 'Accepted', colour: 'c1', fill: true }, { name: 'Delivered', colour: 'c2' }, { name: 'Expired', colour: 'c3' }],
  });
  const latency = chart({
    title: 'Time to the first acknowledgement', about: 'From accepted to delivered, the last 15 minutes', write: duration, log: true, signal,
    series: [{ name: 'Median', colour: 'c2' }, { name: '95%', colour: 'c1' }, { name: '99%', colour: 'c4' }],
  });
  const pair = el('div', { class: 'pair' }, traffic, latency);
  pair.update = (figures) => {
    const { times, slices } = timesOf(figures);
    const perSecond = (name) => slices.map((slice) => (slice?.[name] ?? 0) / figures.sliceSeconds);
    const took = (name) => slices.map((slice) => (slice?.latencyMs ? Math.max(slice.latencyMs[name], 1) : null));
    const { accepted, delivered, expired, latencyMs } = figures.lastMinute;
    const anyExpired = slices.some((slice) => slice?.expired);
    traffic.update([times, perSecond('accepted'), perSecond('delivered'), anyExpired ? perSecond('expired') : times.map(() => null)],
      `${count(accepted)} accepted, ${count(delivered)} delivered, ${count(expired)} expired in the last minute`);
    latency.update([times, took('p50'), took('p95'), took('p99')], latencyMs
      ? `median ${duration(latencyMs.p50)}, 95 percent within ${duration(latencyMs.p95)} in the last minute`
      : 'nothing was delivered in the last minute');
  };
  return pair;
}

/** Every slice of the history that is over, with what happened in it, if anything did. */
function timesOf({ at, history, historySeconds, sliceSeconds }) {
  const end = Math.floor(new Date(at) / 1_000 / sliceSeconds) * sliceSeconds;
  const known = new Map(history.map((slice) => [Math.round(new Date(slice.at) / 1_000), slice]));
  const times = Array.from({ length: historySeconds / sliceSeconds }, (_, index) => end - historySeconds + index * sliceSeconds);
  return { times, slices: times.map((time) => known.get(time)) };
}

/** Pending messages by how long they have waited. */
export function ages() {
  const list = el('ol', { class: 'ages' });
  const card = el('section', { class: 'card', 'aria-labelledby': 'ages' },
    el('h2', { id: 'ages' }, 'Pending by age'), el('p', { class: 'about' }, 'Each is pushed again now and then, until a device takes it or it expires'), list);
  card.update = ({ pending: { byAge } }) => {
    const most = Math.max(1, ...byAge.map((age) => age.count));
    show(list, byAge.map((age, index) => ({ ...age, from: byAge[index - 1]?.underSeconds ?? 0, most })), (age) => age.from, makeAge);
  };
  return card;
}

function makeAge({ from, underSeconds }) {
  const name = underSeconds ? (from ? `${duration(from * 1_000)} to ${duration(underSeconds * 1_000)}` : `under ${duration(underSeconds * 1_000)}`) : `over ${duration(from * 1_000)}`;
  const fill = el('div', { class: 'fill' });
  const number = el('span', { class: 'count' });
  const item = el('li', {}, el('span', {}, name), el('div', { class: 'track', 'aria-hidden': 'true' }, fill), number);
  item.update = (age) => {
    fill.style.width = `${(100 * age.count) / age.most}%`;
    say(number, count(age.count));
  };
  return item;
}
