// How numbers and times are written.
import { now } from './clock.js';

const whole = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const exact = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

export const count = (number) => whole.format(number);

/** "1 device", "2 devices". */
export const counted = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/** A rate per second, with as many digits as say something. */
export const rate = (perSecond) => (perSecond === 0 ? '0' : perSecond < 10 ? perSecond.toFixed(perSecond < 1 ? 2 : 1) : count(Math.round(perSecond)));

/** A duration: "45 ms", "1.3 s", "2 min 5 s", "3 h 20 min". */
export function duration(ms) {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min${seconds % 60 ? ` ${seconds % 60} s` : ''}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ''}`;
  return counted(Math.round(minutes / 1_440), 'day');
}

/** How long ago by the server's clock, of which we know the second. */
export const ago = (time) => duration(Math.max(0, now() - new Date(time)));

/** A time of today as a time of day, another one with its day. */
export function moment(time, format = clock) {
  const date = new Date(time);
  const text = format.format(date);
  return date.toDateString() === new Date(now()).toDateString() ? text : `${day.format(date)}, ${text}`;
}

/** The same with milliseconds. */
export const exactly = (time) => moment(time, exact);

export const platformName = (platform) => ({ meituan: 'Meituan', ebai: 'Ele.me / Baidu' })[platform] ?? platform;
export const kindName = (kind) => ({ 'order.placed': 'Order', 'order.cancelled': 'Cancellation' })[kind] ?? kind;
export const statusName = (status) => ({ pending: 'Pending', delivered: 'Delivered', expired: 'Expired' })[status] ?? status;
