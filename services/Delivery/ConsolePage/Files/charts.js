// Charts of the last minutes, drawn by uPlot, which is loaded before the modules.
import { el, say } from './dom.js';

const uPlot = window.uPlot;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const dark = matchMedia('(prefers-color-scheme: dark)');

/**
 * A chart with a legend that tells the values under the pointer, else the last ones.
 * `series`: [{ name, colour: 'c1', fill }]; `write` turns a value into text, `tick` one of the axis.
 */
export function chart({ title, about, series, write, tick = write, log, signal }) {
  const values = series.map(() => el('b', {}, '–'));
  const plot = el('div', { class: 'plot', role: 'img' });
  const figure = el('figure', { class: 'card' },
    el('figcaption', {}, el('h2', {}, title), el('p', { class: 'about' }, about)),
    el('ul', { class: 'legend' }, series.map((one, index) => el('li', { class: one.colour }, `${one.name} `, values[index]))),
    plot);
  let drawn;

  const tell = (index) => values.forEach((value, number) => {
    const at = drawn?.data[number + 1]?.[index];
    say(value, at === undefined || at === null ? '–' : write(at));
  });
  const axis = () => colour('--soft');
  const lines = () => ({ stroke: () => colour('--line'), width: 1 });
  const make = (data) => new uPlot({
    width: Math.max(plot.clientWidth, 100),
    height: plot.clientHeight || 208,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    scales: { y: log ? { distr: 3, log: 10, range: decades } : { range: (_, min, max) => [0, Math.max(max * 1.1, 1)] } },
    axes: [
      { stroke: axis, grid: { show: false }, ticks: { show: false }, font: '12px system-ui', space: 90, size: 30, values: (_, times) => times.map(hour) },
      {
        stroke: axis, grid: lines(), ticks: { show: false }, font: '12px system-ui', size: room, ...(log && { splits: powers }),
        values: (_, ticks) => ticks.map(tick),
      },
    ],
    series: [
      {},
      ...series.map((one) => {
        const name = `--chart-${one.colour.slice(1)}`;
        return {
          stroke: () => colour(name), width: 2, spanGaps: true, points: { show: log, size: 4 },
          fill: one.fill && (() => `color-mix(in srgb, ${colour(name)} 12%, transparent)`),
        };
      }),
    ],
    hooks: { setCursor: [(self) => tell(self.cursor.idx ?? self.data[0].length - 1)] },
  }, data, plot);

  new ResizeObserver(() => signal.aborted || drawn?.setSize({ width: plot.clientWidth, height: plot.clientHeight })).observe(plot);
  dark.addEventListener('change', () => drawn?.redraw(), { signal });
  signal.addEventListener('abort', () => drawn?.destroy());

  figure.update = (data, summary) => {
    if (drawn) drawn.setData(data);
    else drawn = make(data);
    plot.setAttribute('aria-label', `${title}: ${summary}`);
    tell(drawn.cursor.idx ?? data[0].length - 1);
  };
  return figure;
}

const hour = (time) => new Date(time * 1_000).toTimeString().slice(0, 5);

/** As much as the longest of the texts beside an axis needs; there are none at first. */
const room = (_, texts) => 18 + 7 * Math.max(2, ...(texts ?? []).map((text) => text.length));

/** The powers of ten between two of them. */
const powers = (_, axis, min, max) => Array.from({ length: Math.round(Math.log10(max / min)) + 1 }, (__, index) => min * 10 ** index);

/** From one power of ten to another, two of them at least. */
function decades(_, min, max) {
  if (!(max > 0)) return [1, 1_000];
  const low = 10 ** Math.floor(Math.log10(Math.max(min, 1)));
  return [low, Math.max(10 ** Math.ceil(Math.log10(max * 1.05)), low * 100)];
}
