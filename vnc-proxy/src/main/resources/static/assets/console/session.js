// The life of one console in this tab: asked for, opened, lost, opened again, closed. Draws nothing; says what happened.
import { connect, end, refresh, socketPath } from './calls.js';
import { Channel } from './channel.js';
import { ATTEMPTS, SETTLED_MS, STOPPED_POLL_MS, delay, verdict, verdictOfRefusal } from './reconnect.js';

/**
 * What a session is at: `asking` the API, `dialling` the socket, `greeting` until the first picture, `open`, `again` after a loss,
 * `waiting` for the guest to run, `closed`, `refused` before anything was open.
 *
 * @typedef {{name: string, why?: object, nextAt?: number, attempt?: number, gaveUp?: boolean}} State
 */
export class Session {
  #wish;
  #hear;
  #id;
  #channel = null;
  #isSettledAfter = 0;
  #attempt = 0;
  #timer = 0;
  #state = { name: 'asking' };
  #turn = 0;

  /**
   * @param {string} id of a session to go on with; empty to ask for a new one
   * @param {{host: string, vmid: number, viewOnly: boolean, takeOver: boolean, display?: string}} wish
   * @param {{granted: (grant: object) => void, channel: (channel: Channel, grant: object) => void, state: (state: State) => void,
   *     leaving: () => void, control: (message: object) => void}} hear
   */
  constructor(id, wish, hear) {
    this.#id = id;
    this.#wish = wish;
    this.#hear = hear;
  }

  get state() { return this.#state; }
  get wish() { return this.#wish; }
  get id() { return this.#id; }
  get channel() { return this.#channel; }

  /**
   * Opens it now, whatever it was at; a person wants it, so patience starts anew. A session that a rule or a person has ended stays
   * ended, its time used up: after that it is a new one.
   */
  open() {
    this.#attempt = 0;
    if (this.#isOver() && this.#wish.host) this.#id = '';
    return this.#open();
  }

  /** Goes on with another wish: to watch, to control, to take over. The session so far ends. */
  change(wish) {
    const former = this.#id;
    const wasOpen = !this.#isOver();
    this.#wish = { ...this.#wish, takeOver: false, ...wish };
    this.#id = '';
    this.#let();
    if (former && wasOpen) end(former);
    return this.open();
  }

  /** The person is done with it. */
  close() {
    this.#let();
    if (this.#id && !this.#isOver()) end(this.#id);
    this.#become({ name: 'closed', why: { code: 1000, reason: '' } });
  }

  /** Stops trying; what is shown stays. */
  rest() {
    this.#let();
    this.#become({ ...this.#state, name: 'closed' });
  }

  /** The first picture, or the terminal's first line. */
  pictured() {
    this.#isSettledAfter = Date.now() + SETTLED_MS;
    this.#become({ name: 'open' });
  }

  #isOver() {
    return this.#state.name === 'closed' || this.#state.name === 'refused';
  }

  async #open() {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    if (this.#state.name !== 'again' && this.#state.name !== 'waiting') this.#become({ name: 'asking' });
    let grant;
    try {
      grant = await (this.#id ? refresh(this.#id) : connect(this.#wish));
    } catch (refusal) {
      if (turn === this.#turn) this.#refused(refusal);
      return;
    }
    if (turn !== this.#turn) return;
    this.#id = grant.sessionId;
    this.#wish = { host: grant.host, vmid: grant.vmid, viewOnly: grant.viewOnly, takeOver: false, display: grant.display };
    this.#hear.granted(grant);
    this.#become({ name: 'dialling' });
    const channel = new Channel(socketPath(this.#id), grant.nonce, {
      control: message => { if (channel === this.#channel) this.#hear.control(message); },
      ended: why => { if (channel === this.#channel) this.#lost(why); }
    });
    this.#channel = channel;
    this.#hear.channel(channel, grant);
  }

  #refused(refusal) {
    const next = verdictOfRefusal(refusal);
    if (next === 'anew' && this.#id && this.#wish.host) {
      this.#id = '';
      this.#open();
      return;
    }
    this.#follow(next === 'anew' ? 'stop' : next, refusal, 'refused');
  }

  #lost(why) {
    if (this.#isSettledAfter && Date.now() > this.#isSettledAfter) this.#attempt = 0;
    this.#isSettledAfter = 0;
    this.#hear.leaving();
    this.#channel = null;
    this.#follow(verdict(why.code), why, 'closed');
  }

  #follow(next, why, ending) {
    if (next === 'wait') {
      this.#become({ name: 'waiting', why });
      this.#later(STOPPED_POLL_MS);
      return;
    }
    const wait = next === 'again' ? delay(++this.#attempt) : null;
    if (wait === null) {
      this.#become({ name: ending, why, gaveUp: this.#attempt > ATTEMPTS });
      return;
    }
    this.#become({ name: 'again', why, attempt: this.#attempt, nextAt: Date.now() + wait });
    this.#later(wait);
  }

  #later(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), ms);
  }

  /** Whatever of the present connection still comes is nobody's business any more. */
  #let() {
    clearTimeout(this.#timer);
    this.#turn++;
    const channel = this.#channel;
    if (!channel) return;
    this.#hear.leaving();
    this.#channel = null;
    if (!channel.isOver) channel.close();
  }

  #become(state) {
    this.#state = state;
    this.#hear.state(state);
  }
}
