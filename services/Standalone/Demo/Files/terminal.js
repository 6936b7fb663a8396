// A terminal of the wire protocol storepush.v1, as PROTOCOL.md describes it.

const stops = [4400, 4403, 4409];
const why = { 4403: 'Revoked', 4409: 'Replaced by another window', 4400: 'Not understood' };

/** Keeps a device connected; `on` has online, message, taken and settled. */
export function terminal({ storeId, deviceId, token }, on) {
  const handled = new Map(); // id -> whether it was acknowledged, the oldest first
  const unanswered = new Set(); // acknowledged, but not yet confirmed
  let socket;
  let isOn = true;
  let attempt = 0;
  let timer;

  const send = (frame) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame));
  const sendAcks = () => unanswered.size && send({ type: 'ack', ids: [...unanswered].slice(0, 100) });

  function connect() {
    const path = `/v1/stores/${encodeURIComponent(storeId)}/devices/${encodeURIComponent(deviceId)}/socket`;
    const url = `${location.origin.replace(/^http/, 'ws')}${path}?access_token=${encodeURIComponent(token)}`;
    let healthySince;
    let afterMs;
    const timers = [];
    const mine = new WebSocket(url, 'storepush.v1');
    socket = mine;
    const frames = {
      hello({ heartbeatSeconds }) {
        healthySince = Date.now();
        on.online(true);
        sendAcks();
        timers.push(setInterval(sendAcks, 5_000), setInterval(send, 1_000 * heartbeatSeconds, { type: 'ping' }));
      },
      message(frame) {
        if (handled.get(frame.id)) {
          unanswered.add(frame.id);
          sendAcks();
        } else if (!handled.has(frame.id)) {
          handled.set(frame.id, false);
          if (handled.size > 1_000) handled.delete(handled.keys().next().value);
          on.message(frame);
        }
      },
      'ack.ok': ({ id }) => unanswered.delete(id) && on.taken(id),
      settled: on.settled,
      reconnect: (frame) => { afterMs = frame.afterMs; },
    };
    mine.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      if (Object.hasOwn(frames, frame.type)) frames[frame.type](frame);
    };
    mine.onclose = ({ code }) => {
      timers.forEach(clearInterval);
      if (socket !== mine) return undefined; // switched off and on again meanwhile
      if (!isOn) return on.online(false, 'Switched off');
      if (stops.includes(code)) return on.online(false, why[code]);
      if (healthySince && Date.now() - healthySince > 60_000) attempt = 0;
      on.online(false, 'Connecting again');
      timer = setTimeout(connect, afterMs ?? Math.random() * Math.min(60_000, 1_000 * 2 ** attempt++));
      return undefined;
    };
  }

  connect();
  return {
    ack(id) {
      handled.set(id, true);
      unanswered.add(id);
      sendAcks();
    },
    /** Switches it off or on again, and says which. */
    toggle() {
      isOn = !isOn;
      clearTimeout(timer);
      if (isOn) {
        handled.clear();
        attempt = 0;
        connect();
      } else {
        socket.close(1000);
      }
      return isOn;
    },
  };
}
