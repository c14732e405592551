// What lies over the picture while there is none: why, what to do next, and the ways on. The last picture stays behind it, grey.
import { knows, language, momentOf, say } from './words.js';

/** Which ways on a close code offers, besides the list of VMs; those not named here offer to connect again. */
const WAYS = {
  4401: ['connect', 'login'], 4403: ['watch'], 4404: [], 4408: ['connect', 'low'], 4409: ['watch', 'takeOver'],
  'logged-out': ['login'], 'right-reduced': ['watch']
};

/** And while the page tries by itself. */
const TRYING = { again: ['now', 'stop'], waiting: ['stop'] };

const byId = id => document.getElementById(id);

export class Curtain {
  #act;
  #ticking = 0;

  /** @param {(way: string) => void} act somebody chose a way on */
  constructor(act) {
    this.#act = act;
  }

  /**
   * @param {import('./session.js').State} state
   * @param {{host: string, vmid: number, viewOnly: boolean, display?: string}} wish
   */
  show(state, wish) {
    clearInterval(this.#ticking);
    byId('curtain').hidden = state.name === 'open';
    // What the host said is about one try.
    if (state.name === 'open' || state.name === 'dialling') byId('host-said').textContent = '';
    if (state.name === 'open') return;
    const isTrying = !['closed', 'refused'].includes(state.name);
    byId('curtain').dataset.state = state.name;
    this.#title(state);
    this.#explain(state, wish);
    if (state.name === 'again') this.#ticking = setInterval(() => this.#title(state), 500);
    const ways = isTrying ? TRYING[state.name] ?? [] : waysOf(state.why);
    byId('ways').replaceChildren(...ways.map((way, i) => this.#way(way, i === 0, wish)));
    if (!isTrying) byId('ways').append(listLink());
  }

  /** What the host itself said comes before the socket closes, and in the host's own words. */
  hostSaid(text) {
    byId('host-said').textContent = text;
  }

  #title(state) {
    byId('curtain-title').textContent = titleOf(state);
  }

  #explain(state, wish) {
    const why = state.why;
    const { cause, action, code } = !why ? { cause: '', action: '', code: '' }
      : why.status === undefined ? explanationOf(why, wish) : { cause: why.why, action: why.action, code: why.code };
    byId('cause').textContent = cause;
    byId('action').textContent = state.gaveUp ? `${say('gaveUp', state.attempt ?? 10)} ${say('close.1000.do')}` : action;
    byId('code').textContent = code;
  }

  #way(way, isFirst, wish) {
    const button = document.createElement(way === 'login' ? 'a' : 'button');
    button.textContent = say(`way.${way}`);
    button.className = isFirst && way !== 'stop' ? 'button main' : 'button';
    if (way === 'login') {
      button.href = `/login?to=${encodeURIComponent(addressOf(wish))}`;
    } else {
      button.type = 'button';
      button.dataset.way = way;
      button.addEventListener('click', () => this.#act(way));
    }
    return button;
  }
}

export function titleOf(state) {
  if (state.name !== 'again') return say(`state.${state.name}`);
  return say('state.again', Math.max(0, Math.ceil((state.nextAt - Date.now()) / 1000)), state.attempt, 10);
}

/** @returns {{cause: string, action: string, code: string}} of a close code, more exactly by its reason where there is one */
function explanationOf({ code, reason }, wish) {
  const key = reason && knows(`close.${reason}`) ? `close.${reason}` : knows(`close.${code}`) ? `close.${code}` : 'close.other';
  return {
    cause: say(key, key === 'close.other' ? code : wish.host, wish.vmid), action: say(`${key}.do`, wish.host, wish.vmid),
    code: code === 1000 ? '' : language === 'ko' ? `코드 ${code}` : `Code ${code}`
  };
}

function waysOf(why) {
  if (why?.status !== undefined) return why.status === 401 ? ['login'] : why.status === 403 ? ['watch'] : ['connect'];
  return WAYS[why?.reason] ?? WAYS[why?.code] ?? ['connect'];
}

/** Opens the same again, also for a proxy that has forgotten the session. */
function addressOf({ host, vmid, viewOnly, display }) {
  if (!host) return '/';
  const query = new URLSearchParams({ host, vmid });
  if (viewOnly) query.set('mode', 'view');
  if (display) query.set('display', display);
  return `/console?${query}`;
}

function listLink() {
  const link = document.createElement('a');
  link.href = '/';
  link.className = 'button';
  link.textContent = say('way.list');
  return link;
}

/** Keeps the last picture, grey and with its time, until a new one is there. */
export function freeze(canvas, at) {
  if (!canvas || !canvas.width || !at) return;
  const still = byId('still');
  still.width = canvas.width;
  still.height = canvas.height;
  still.getContext('2d').drawImage(canvas, 0, 0);
  still.hidden = false;
  stamp(at);
}

/** The time alone, for a terminal, whose text stays where it is. */
export function stamp(at) {
  if (!at) return;
  byId('still-time').textContent = say('frame.at', momentOf(at));
  byId('still-time').hidden = false;
}

export function thaw() {
  byId('still').hidden = true;
  byId('still-time').hidden = true;
}
