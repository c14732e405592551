// The guest's terminal: xterm.js on the same page frame. To the host go messages as Proxmox's termproxy reads them, from it plain bytes.
import { giveStylesAWay } from './styles.js';

const FIT_ADDON = '/vendor/xterm-addon-fit-0.11.0/lib/addon-fit.mjs';
const XTERM = '/vendor/xterm-6.0.0/lib/xterm.mjs';

// Before xterm is loaded: it makes style elements, which the pages' policy refuses.
giveStylesAWay(document);
const [{ Terminal: XTerm }, { FitAddon }] = await Promise.all([import(XTERM), import(FIT_ADDON)]);

/** A paste goes out in pieces, so that a long one does not pass the proxy's limit of one message. */
const PIECE_BYTES = 1024;

/** Pulling at the window's corner would else send a size for every column on the way. */
const RESIZE_MS = 120;

const THEMES = {
  light: {
    background: '#fdfdfb', foreground: '#1b1e22', cursor: '#1b1e22', selectionBackground: '#b9d3f3', black: '#1b1e22', red: '#b3261e',
    green: '#2c6b49', yellow: '#8a5000', blue: '#1f5fae', magenta: '#7d3c98', cyan: '#0d6e77', white: '#6b7178',
    brightBlack: '#5b616a', brightRed: '#9c1c15', brightGreen: '#1f5a3a', brightYellow: '#744300', brightBlue: '#174f94',
    brightMagenta: '#68307f', brightCyan: '#0a5a62', brightWhite: '#2c3138'
  },
  dark: {
    background: '#0b0d0f', foreground: '#e6e5df', cursor: '#e6e5df', selectionBackground: '#2f4d73', black: '#2c3138', red: '#ff8b80',
    green: '#82c39d', yellow: '#f0b35c', blue: '#86b6ff', magenta: '#d9a5ee', cyan: '#7fd0d8', white: '#e6e5df',
    brightBlack: '#8d949d', brightRed: '#ffaaa2', brightGreen: '#a3d9b9', brightYellow: '#f6c988', brightBlue: '#abccff',
    brightMagenta: '#e6c2f5', brightCyan: '#a5e1e7', brightWhite: '#ffffff'
  }
};

/** What keys of the toolbar are on a terminal's line. */
const SEQUENCES = {
  esc: '\x1b', tab: '\t', enter: '\r', backspace: '\x7f', 'ctrl-c': '\x03',
  up: '\x1b[A', down: '\x1b[B', right: '\x1b[C', left: '\x1b[D'
};

export class Terminal {
  #term;
  #fit = new FitAddon();
  #place;
  #hear;
  #channel = null;
  #isViewOnly = true;
  #hasPicture = false;
  #utf8 = new TextEncoder();
  #resizing = 0;
  #watching = new AbortController();

  constructor(place, hear) {
    this.#place = place;
    this.#hear = hear;
    this.#term = new XTerm({
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches, fontSize: 15, scrollback: 5_000, screenReaderMode: true,
      fontFamily: 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "D2Coding", "NanumGothicCoding", "DejaVu Sans Mono", monospace',
      theme: this.#theme(), minimumContrastRatio: 4.5
    });
    this.#term.loadAddon(this.#fit);
    this.#term.open(place);
    this.#term.onData(text => this.write(text));
    this.#term.onBinary(bytes => this.#input(Uint8Array.from(bytes, byte => byte.charCodeAt(0))));
    this.#term.onResize(({ cols, rows }) => this.#message(`1:${cols}:${rows}:`));
    const sizes = new ResizeObserver(() => {
      clearTimeout(this.#resizing);
      this.#resizing = setTimeout(() => this.#fit.fit(), RESIZE_MS);
    });
    sizes.observe(place);
    this.#watching.signal.addEventListener('abort', () => sizes.disconnect());
    matchMedia('(prefers-color-scheme: dark)').addEventListener(
      'change', () => { this.#term.options.theme = this.#theme(); }, { signal: this.#watching.signal });
    this.#fit.fit();
  }

  get kind() { return 'terminal'; }
  get canvas() { return null; }
  get hasPicture() { return this.#hasPicture; }

  attach(channel, isViewOnly) {
    this.#channel = channel;
    this.#isViewOnly = isViewOnly;
    this.#hasPicture = false;
    this.#term.options.disableStdin = isViewOnly;
    channel.onmessage = event => {
      if (this.#channel !== channel) return;
      this.#term.write(new Uint8Array(event.data));
      if (!this.#hasPicture) {
        this.#hasPicture = true;
        this.#hear.picture();
      }
    };
    const begin = () => {
      this.#hear.open();
      this.#message(`1:${this.#term.cols}:${this.#term.rows}:`);
      this.#term.focus();
    };
    if (channel.readyState === WebSocket.OPEN) begin();
    else channel.onopen = begin;
  }

  /** What was written stays to be read. */
  detach() {
    const channel = this.#channel;
    this.#channel = null;
    channel?.close();
  }

  /** Another display takes the place. */
  dispose() {
    this.detach();
    clearTimeout(this.#resizing);
    this.#watching.abort();
    this.#term.dispose();
  }

  focus() {
    this.#term.focus();
  }

  releaseAll() { /* a terminal has no keys that stay down */ }

  strike(name) {
    if (SEQUENCES[name]) this.write(SEQUENCES[name]);
  }

  write(text) {
    this.#input(this.#utf8.encode(text));
  }

  /** Lines of a text end as the return key does. */
  paste(text) {
    this.#term.paste(text);
  }

  /** What can be read, as the other display gives a picture. */
  screenshot() {
    const buffer = this.#term.buffer.active;
    const lines = Array.from({ length: buffer.length }, (_, i) => buffer.getLine(i)?.translateToString(true) ?? '');
    return Promise.resolve(new Blob([lines.join('\n').trimEnd(), '\n'], { type: 'text/plain' }));
  }

  #input(bytes) {
    if (this.#isViewOnly) return;
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      const piece = bytes.subarray(from, from + PIECE_BYTES);
      const head = this.#utf8.encode(`0:${piece.length}:`);
      const message = new Uint8Array(head.length + piece.length);
      message.set(head);
      message.set(piece, head.length);
      this.#send(message);
    }
  }

  #message(text) {
    this.#send(this.#utf8.encode(text));
  }

  #send(bytes) {
    if (this.#channel?.readyState === WebSocket.OPEN) this.#channel.send(bytes);
  }

  #theme() {
    const chosen = document.documentElement.dataset.theme;
    const isDark = chosen === 'dark' || chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches;
    return isDark ? THEMES.dark : THEMES.light;
  }
}
