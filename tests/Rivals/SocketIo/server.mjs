// What a team would write by hand to bring orders to terminals, with Socket.IO and PostgreSQL, in one process: the order is safe in the
// database before the answer, the first acknowledgement wins, and who connects gets what is pending.
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import pg from 'pg';
import { Server } from 'socket.io';

const { DATABASE_URL, SIGNING_KEY, PORT } = process.env;
const lifetime = 30 * 60 * 1000;
const maxBody = 64 * 1024;
const db = new pg.Pool({ connectionString: DATABASE_URL, max: 20 });

await db.query(`
  CREATE TABLE IF NOT EXISTS orders (
    id uuid PRIMARY KEY,
    store_id text NOT NULL,
    platform text NOT NULL,
    order_id text NOT NULL,
    payload text NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    accepted_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    settled_at timestamptz,
    delivered_by text,
    UNIQUE (platform, store_id, order_id));
  CREATE INDEX IF NOT EXISTS orders_pending ON orders (store_id, accepted_at) WHERE status = 'pending'`);

// Statements with a name are prepared once per connection.
const insert = {
  name: 'insert',
  text: `INSERT INTO orders (id, store_id, platform, order_id, payload, accepted_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (platform, store_id, order_id) DO NOTHING`,
};
const find = { name: 'find', text: 'SELECT id FROM orders WHERE platform = $1 AND store_id = $2 AND order_id = $3' };
const settle = {
  name: 'settle',
  text: `UPDATE orders SET status = 'delivered', delivered_by = $3, settled_at = now()
    WHERE id = $1 AND store_id = $2 AND status = 'pending' AND expires_at > now()`,
};
const pending = {
  name: 'pending',
  text: `SELECT id, platform, order_id, payload, accepted_at, expires_at FROM orders
    WHERE store_id = $1 AND status = 'pending' AND expires_at > now() ORDER BY accepted_at`,
};
const expire = `UPDATE orders SET status = 'expired', settled_at = now() WHERE status = 'pending' AND expires_at <= now()
  RETURNING id, store_id`;

const verify = (token) => jwt.verify(token, SIGNING_KEY, { algorithms: ['HS256'], issuer: 'storepush', audience: 'storepush' });

const http = createServer((request, response) => {
  handle(request, response).catch((error) => {
    console.error(error);
    if (!response.headersSent) answer(response, 500, { title: 'failed' });
  });
});
const io = new Server(http, { serveClient: false });

function answer(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function read(request) {
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > maxBody) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

const path = /^\/v1\/stores\/([A-Za-z0-9._-]{1,64})\/orders$/;

async function handle(request, response) {
  if (request.url === '/health/ready') return answer(response, 200, {});
  const match = path.exec(request.url);
  if (!match || request.method !== 'POST') return answer(response, 404, { title: 'not found' });

  try {
    const caller = verify(request.headers.authorization?.slice('Bearer '.length));
    if (!caller.scope?.split(' ').includes('orders:write')) return answer(response, 403, { title: 'forbidden' });
  } catch {
    return answer(response, 401, { title: 'unauthorized' });
  }

  let body;
  try {
    body = JSON.parse(await read(request));
  } catch {
    return answer(response, 400, { title: 'broken JSON' });
  }
  const { platform, orderId, order } = body ?? {};
  if (!['meituan', 'ebai'].includes(platform) || typeof orderId !== 'string' || typeof order !== 'object' || order === null) {
    return answer(response, 400, { title: 'bad order' });
  }

  const storeId = match[1];
  const id = randomUUID();
  const acceptedAt = new Date();
  const expiresAt = new Date(acceptedAt.getTime() + lifetime);
  const { rowCount } = await db.query({
    ...insert,
    values: [id, storeId, platform, orderId, JSON.stringify(order), acceptedAt, expiresAt],
  });
  if (rowCount === 0) {
    const { rows } = await db.query({ ...find, values: [platform, storeId, orderId] });
    return answer(response, 202, { messageId: rows[0].id, status: 'accepted' });
  }

  answer(response, 202, { messageId: id, status: 'accepted', expiresAt });
  io.to(storeId).emit('message', { id, orderId, push: 1, platform, acceptedAt, expiresAt, order });
}

io.use((socket, next) => {
  try {
    const device = verify(socket.handshake.auth.token);
    if (device.scope !== 'device') return next(new Error('forbidden'));
    socket.data = { storeId: device.store_id, deviceId: device.sub };
    next();
  } catch {
    next(new Error('unauthorized'));
  }
});

io.on('connection', async (socket) => {
  const { storeId, deviceId } = socket.data;
  socket.on('ack', async (id, done) => {
    const { rowCount } = await db.query({ ...settle, values: [id, storeId, deviceId] });
    done(id);
    if (rowCount === 1) socket.to(storeId).emit('settled', { id, status: 'delivered', by: deviceId });
  });

  // First the room, then what is pending: whatever comes between the two is in both.
  await socket.join(storeId);
  const { rows } = await db.query({ ...pending, values: [storeId] });
  for (const row of rows) {
    socket.emit('message', {
      id: row.id,
      orderId: row.order_id,
      push: 1,
      platform: row.platform,
      acceptedAt: row.accepted_at,
      expiresAt: row.expires_at,
      order: JSON.parse(row.payload),
    });
  }
});

setInterval(async () => {
  const { rows } = await db.query(expire);
  for (const row of rows) io.to(row.store_id).emit('settled', { id: row.id, status: 'expired' });
}, 1000);

http.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
