// The one WebSocket of a console, in the shape that noVNC asks of a channel. The proxy's own words come as text frames on the same
// socket and are kept from noVNC; how it ended is told here first, since noVNC keeps neither code nor reason.

const UPDATE_REQUEST = 3;
const UPDATE_REQUEST_BYTES = 10;

export class Channel {
  #socket;
  #hear;
  #receive = null;
  #early = [];
  #isHeld = false;
  #heldRequest = null;
  #isOver = false;
  #lastBytesAt = 0;

  onopen = null;
  onclose = null;
  onerror = null;

  /**
   * @param {string} path of the socket, on this origin
   * @param {string} nonce good for one handshake; sent as a subprotocol, so that no address and no log holds it
   * @param {{control: (message: object) => void, ended: (end: {code: number, reason: string}) => void}} hear
   */
  constructor(path, nonce, hear) {
    this.#hear = hear;
    this.#socket = new WebSocket(new URL(path, location.href.replace(/^http/, 'ws')), ['binary', `nonce.${nonce}`]);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = event => this.onopen?.(event);
    this.#socket.onerror = event => this.onerror?.(event);
    this.#socket.onmessage = event => this.#take(event);
    this.#socket.onclose = event => this.#over(event);
  }

  get protocol() { return this.#socket.protocol; }
  get readyState() { return this.#socket.readyState; }
  get binaryType() { return 'arraybuffer'; }
  set binaryType(_) { /* it never is another */ }
  get isOver() { return this.#isOver; }

  /** When bytes of the guest came last, in milliseconds since 1970; 0 before the first. */
  get lastBytesAt() { return this.#lastBytesAt; }

  get onmessage() { return this.#receive; }

  /** What came before somebody listened is handed over as soon as the listener has finished setting itself up. */
  set onmessage(receive) {
    this.#receive = receive;
    queueMicrotask(() => {
      while (this.#receive && this.#early.length) this.#receive(this.#early.shift());
    });
  }

  send(bytes) {
    if (this.#isHeld && bytes.length === UPDATE_REQUEST_BYTES && bytes[0] === UPDATE_REQUEST) {
      // A copy: noVNC writes its next message into the same memory.
      this.#heldRequest = Uint8Array.from(bytes);
      return;
    }
    this.#socket.send(bytes);
  }

  close(code = 1000, reason = '') {
    this.#socket.close(code, reason);
  }

  /** From now on no update is asked for, so the host sends no picture; {@link release} asks for what was missed. */
  hold() {
    this.#isHeld = true;
  }

  release() {
    this.#isHeld = false;
    const request = this.#heldRequest;
    this.#heldRequest = null;
    if (request && this.#socket.readyState === WebSocket.OPEN) this.#socket.send(request);
  }

  #take(event) {
    if (typeof event.data === 'string') {
      this.#hear.control(JSON.parse(event.data));
      return;
    }
    this.#lastBytesAt = Date.now();
    if (this.#receive && !this.#early.length) this.#receive(event);
    else this.#early.push(event);
  }

  #over(event) {
    this.#isOver = true;
    this.#hear.ended({ code: event.code, reason: event.reason });
    this.onclose?.(event);
  }
}
