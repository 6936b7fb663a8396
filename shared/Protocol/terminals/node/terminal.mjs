// A terminal for Node, with the package "ws".
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';

const { URL: url, STORE: store, DEVICE: device, TOKEN_FILE: tokenFile, ACK: ack = 'yes' } = process.env;

// Yours: ask your server for a token.
const getToken = async () => (await readFile(tokenFile, 'utf8')).trim();

// Yours: keep the order and ring. The ack follows when this returns; when it throws, the order comes again.
const ring = async ({ id, kind, orderId, order, reason, detail }) =>
  console.log(`ringing ${id} ${kind} ${orderId} ${JSON.stringify(order ?? { reason, detail })}`);

// Yours: another device took the order, or it has expired.
const stopRinging = ({ id, status, by }) => console.log(`settled ${id} ${by ? `by ${by}` : status}`);

const stops = [400, 403, 426, 4400, 4403, 4409]; // HTTP statuses and close codes
const newToken = [401, 4401];
const handled = new Set(); // ids, the oldest first
const unanswered = new Set(); // ids whose ack has had no ack.ok
let taking = Promise.resolve(); // messages are taken one after the other
let token, socket;

// JavaScript's numbers have 15 digits or so: one that would change becomes a string.
const parse = (text) => JSON.parse(text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g,
  (part) => (part.startsWith('"') || String(Number(part)) === part ? part : `"${part}"`)));

function sendAcks(ids) {
  if (socket.readyState !== WebSocket.OPEN) return; // hello sends them
  for (let i = 0; i < ids.length; i += 100) socket.send(JSON.stringify({ type: 'ack', ids: ids.slice(i, i + 100) }));
}

async function onMessage(message) {
  const { id } = message;
  if (handled.has(id)) {
    console.log(`repeated ${id}`);
  } else {
    await ring(message);
    handled.add(id);
    if (handled.size > 10_000) handled.delete(handled.values().next().value);
  }
  if (ack === 'no') return;
  unanswered.add(id);
  sendAcks([id]);
}

// One connection. How it ended: a close code or an HTTP status, for how long it was healthy, and what to wait.
async function connection() {
  token ??= await getToken();
  return new Promise((resolve) => {
    const end = { code: 1006, healthyMs: 0, afterMs: undefined, atLeastMs: 0 };
    let since, silence, again;
    const alive = (ms) => {
      clearTimeout(silence);
      silence = setTimeout(() => socket.terminate(), ms);
    };
    let patience = 50_000; // two heartbeats, until hello says how long one is
    const frames = {
      hello: ({ connectionId, heartbeatSeconds }) => {
        console.log(`connected ${connectionId}`);
        since = Date.now();
        patience = 2_000 * heartbeatSeconds;
        sendAcks([...unanswered]);
        again = setInterval(() => sendAcks([...unanswered]), 5_000);
      },
      message: (message) => {
        taking = taking.then(() => onMessage(message)).catch((error) => console.error(`failed ${message.id} ${error.message}`));
      },
      'ack.ok': ({ id }) => unanswered.delete(id) && console.log(`acked ${id}`),
      settled: stopRinging,
      reconnect: ({ afterMs }) => {
        console.log(`told to come back in ${afterMs} ms`);
        end.afterMs = afterMs;
      },
      error: ({ code, detail }) => console.log(`error ${code} ${detail}`),
    };

    socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/stores/${store}/devices/${device}/socket`, 'storepush.v1', {
      headers: { Authorization: `Bearer ${token}` },
      handshakeTimeout: 10_000,
    });
    socket.on('open', () => alive(patience));
    socket.on('ping', () => alive(patience)); // "ws" has answered it
    socket.on('message', (text) => {
      const frame = parse(text.toString());
      if (Object.hasOwn(frames, frame.type)) frames[frame.type](frame);
      alive(patience);
    });
    socket.on('unexpected-response', (_, response) => {
      end.code = response.statusCode;
      end.atLeastMs = 1_000 * (Number(response.headers['retry-after']) || 0);
      socket.terminate();
    });
    socket.on('error', () => {}); // "close" follows
    socket.on('close', (code) => {
      clearTimeout(silence);
      clearInterval(again);
      if (end.code === 1006) end.code = code;
      if (since) end.healthyMs = Date.now() - since;
      resolve(end);
    });
  });
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    if (socket?.readyState !== WebSocket.OPEN) process.exit();
    socket.once('close', () => process.exit());
    socket.close(1000);
  });
}

for (let attempt = 0; ; attempt++) {
  const end = await connection().catch((error) => ({ code: error.message, healthyMs: 0, atLeastMs: 0 }));
  console.log(`closed ${end.code}`);
  if (stops.includes(end.code)) process.exit(1);
  if (newToken.includes(end.code)) token = undefined;
  if (end.healthyMs >= 60_000) attempt = 0;
  await sleep(end.afterMs ?? Math.max(end.atLeastMs, Math.random() * Math.min(60_000, 1_000 * 2 ** attempt)));
}
