// The panel for text: written here with the reader's own input method, typed on the guest's keyboard or handed to its clipboard; and
// what the guest put on its own clipboard.
import { strokesOf } from './hangul.js';
import { PACES_MS } from './typist.js';
import { say } from './words.js';

const byId = id => document.getElementById(id);

export class TextPanel {
  #console;
  #cancelling = null;

  /**
   * @param {{display: () => object, typist: import('./typist.js').Typist, isOpen: () => boolean, isTerminal: () => boolean}} console
   */
  constructor(console) {
    this.#console = console;
    byId('text-button').addEventListener('click', () => this.toggle());
    byId('panel-close').addEventListener('click', () => this.toggle());
    byId('text').addEventListener('input', () => this.#warn());
    byId('text-send').addEventListener('click', () => this.#send());
    byId('text-cancel').addEventListener('click', () => this.#cancelling?.abort());
    byId('text-clip').addEventListener('click', () => this.#offer());
    byId('guest-copy').addEventListener('click', () => this.#copy());
    byId('panel').addEventListener('keydown', event => {
      if (event.key === 'Escape' && !event.isComposing) this.toggle();
    });
  }

  toggle() {
    const panel = byId('panel');
    panel.hidden = !panel.hidden;
    byId('text-button').setAttribute('aria-expanded', String(!panel.hidden));
    if (panel.hidden) this.#console.display()?.focus();
    else byId('text').focus();
  }

  /** The guest put something on its clipboard. */
  fromGuest(text) {
    byId('guest-text').value = text;
    byId('from-guest').hidden = text === '';
  }

  /** The connection went: what is on its way does not arrive. */
  cut() {
    if (!this.#cancelling) return;
    this.#cancelling.abort('lost');
  }

  #warn() {
    const { untypable } = strokesOf(byId('text').value, false);
    byId('text-warning').textContent =
      untypable.length && !this.#console.isTerminal() ? say('text.untypable', untypable.slice(0, 20).join(' ')) : '';
  }

  async #send() {
    const text = byId('text').value;
    if (!text || this.#cancelling || !this.#console.isOpen()) return;
    if (this.#console.isTerminal()) {
      this.#console.display().paste(text);
      this.#say(say('text.done'));
      return;
    }
    const cancelling = new AbortController();
    this.#cancelling = cancelling;
    this.#busy(true);
    const isDone = await this.#console.typist.type(text, {
      isKorean: byId('text-korean').checked,
      paceMs: byId('text-slow').checked ? PACES_MS.slow : PACES_MS.normal,
      signal: cancelling.signal,
      progress: (done, all) => this.#progress(done, all)
    });
    this.#cancelling = null;
    this.#busy(false);
    this.#say(isDone ? say('text.done') : say(cancelling.signal.reason === 'lost' ? 'text.lost' : 'text.cancelled'));
  }

  #offer() {
    const text = byId('text').value;
    if (!text || !this.#console.isOpen()) return;
    this.#console.display().offerClipboard(text);
    const isLatin = [...text].every(character => character.codePointAt(0) < 256);
    this.#say(isLatin ? say('text.offered') : `${say('text.offered')} ${say('text.latinOnly')}`);
  }

  async #copy() {
    const field = byId('guest-text');
    try {
      await navigator.clipboard.writeText(field.value);
      this.#say(say('text.taken'));
    } catch {
      // No permission, or no secure context: the reader copies what is now selected.
      field.select();
    }
  }

  #busy(isBusy) {
    byId('text-send').disabled = isBusy;
    byId('text-cancel').hidden = !isBusy;
    byId('text-progress').hidden = !isBusy;
  }

  #progress(done, all) {
    byId('text-progress').max = all || 1;
    byId('text-progress').value = done;
    byId('text-progress').textContent = say('text.progress', done, all);
  }

  #say(text) {
    byId('text-said').textContent = text;
  }
}
