// The calls of the API.
import { learn } from './clock.js';
import { token } from './session.js';

/** An answer that is no success; `status` is 0 when there was none. */
export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export async function call(path, { method = 'GET', signal, as = token() } = {}) {
  const askedAt = Date.now();
  let response;
  try {
    response = await fetch(`/v1${path}`, { method, signal, headers: { Authorization: `Bearer ${as}` }, cache: 'no-store' });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refused(0, 'StorePush can’t be reached.');
  }
  learn(response.headers.get('Date'), askedAt, Date.now());
  if (response.status === 204) return null;
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, body.detail ?? response.statusText);
  return body;
}

const part = encodeURIComponent;
const device = (storeId, deviceId) => `/stores/${part(storeId)}/devices/${part(deviceId)}`;

export const figures = (storeId, options) => call(storeId ? `/stores/${part(storeId)}/figures` : '/figures', options);
export const message = (id, options) => call(`/messages/${part(id)}`, options);
export const timeline = (id, options) => call(`/messages/${part(id)}/timeline`, options);
export const devices = (storeId, options) => call(`/stores/${part(storeId)}/devices`, options);
export const messages = (storeId, query, options) => call(`/stores/${part(storeId)}/messages?${new URLSearchParams(query)}`, options);
export const find = (query, options) => call(`/messages?${new URLSearchParams(query)}`, options);
export const revoke = (storeId, deviceId) => call(device(storeId, deviceId), { method: 'DELETE' });
export const disconnect = (storeId, deviceId) => call(`${device(storeId, deviceId)}/connection`, { method: 'DELETE' });
