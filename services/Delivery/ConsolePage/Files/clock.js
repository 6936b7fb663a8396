// The server's clock, by which its times are judged: that of a phone may be wrong.

let ahead = 0; // of ours, in milliseconds

/** Now, as the server says. */
export const now = () => Date.now() + ahead;

/**
 * Learns from an answer, which was asked for and came at these times of our clock. A Date is of whole seconds, and servers write it only
 * once a second; a difference that this explains is none, so a clock that is right is left alone.
 */
export function learn(date, askedAt, cameAt) {
  const saidAt = Date.parse(date ?? '');
  if (Number.isNaN(saidAt)) return;
  const [least, most] = [saidAt - cameAt, saidAt + 2_000 - askedAt];
  if (ahead < least || ahead > most) ahead = (least + most) / 2;
}
