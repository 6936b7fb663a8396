// Asks again and again while somebody looks.

const wait = (ms, signal) => new Promise((resolve) => {
  const done = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', done);
    resolve();
  };
  const timer = setTimeout(done, ms);
  signal.addEventListener('abort', done);
});

const seen = (signal) => new Promise((resolve) => {
  if (!document.hidden) return resolve();
  const stop = new AbortController();
  const done = () => { stop.abort(); resolve(); };
  document.addEventListener('visibilitychange', () => document.hidden || done(), { signal: stop.signal });
  signal.addEventListener('abort', done, { signal: stop.signal });
});

/** Runs `look` now and then every so many milliseconds until the view is left; `failed` gets what it throws. */
export async function live(ms, signal, look, failed) {
  while (!signal.aborted) {
    try {
      await look();
    } catch (error) {
      if (signal.aborted) return;
      failed(error);
    }
    await wait(ms, signal);
    await seen(signal);
  }
}
