// The proxy's HTTP API. Whatever goes wrong becomes a Refusal that says why and what to do in the reader's language.
import { language, say } from './words.js';

/** Longer than the proxy itself takes to find out that a host does not answer. */
const PATIENCE_MS = 20_000;

export class Refusal extends Error {
  /** @param {number} status of HTTP; 0 when no answer came */
  constructor(status, code, cause, action) {
    super(cause);
    this.status = status;
    this.code = code;
    this.why = cause;
    this.action = action;
  }
}

export const connect = wish => ask('POST', '/api/vnc/connect', wish);
export const refresh = id => ask('POST', `/api/vnc/refresh/${encodeURIComponent(id)}`);
export const sessions = () => ask('GET', '/api/vnc/sessions');

/** Ends it; that it is gone already is as good. */
export const end = id => ask('DELETE', `/api/vnc/sessions/${encodeURIComponent(id)}`).catch(() => null);

export const socketPath = id => `/api/vnc/socket/${encodeURIComponent(id)}`;

async function ask(method, path, body) {
  const headers = { 'X-Pvefleet': '1', Accept: 'application/json, application/problem+json' };
  if (body) headers['Content-Type'] = 'application/json';
  let answer;
  try {
    answer = await fetch(path, {
      method, headers, body: body && JSON.stringify(body), cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS)
    });
  } catch {
    throw new Refusal(0, '', say('call.unreachable'), say('call.unreachable.do'));
  }
  const type = answer.headers.get('Content-Type') ?? '';
  const said = type.includes('json') ? await answer.json().catch(() => null) : null;
  if (answer.ok) return said;
  const words = said?.[language];
  throw new Refusal(
    answer.status, said?.code ?? '', words?.cause ?? said?.detail ?? said?.title ?? say('call.status', answer.status),
    words?.action ?? (answer.status === 401 ? say('close.4401.do') : say('call.status.do')));
}
