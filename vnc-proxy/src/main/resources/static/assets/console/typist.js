// Types on the guest's keyboard what somebody wrote elsewhere: one key after the other, as fast as a guest can take it.
import { keysFor } from './keys.js';
import { strokesOf } from './hangul.js';

/** PS/2 keyboards hold 16 codes and a guest in an installer empties them slowly; people's fastest typing is near 60 ms a key. */
export const PACES_MS = { normal: 30, slow: 120 };

/** The guest's input method changes its mode in a process of its own; keys that come before it is done are taken in the old mode. */
const SWITCHING_MS = 150;

export class Typist {
  #press;
  #hangulKeys;
  #isKorean = false;
  #last = Promise.resolve();

  /**
   * @param {(key: {keysym: number, code: string}, isDown: boolean) => void} press
   * @param {() => {keysym: number, code: string}[]} hangulKeys what switches this guest between Hangul and Latin, at this moment
   */
  constructor(press, hangulKeys) {
    this.#press = press;
    this.#hangulKeys = hangulKeys;
  }

  /** All down in order, all up in the reverse order. */
  strike(keys) {
    for (const key of keys) this.#press(key, true);
    for (const key of keys.toReversed()) this.#press(key, false);
  }

  /**
   * Types a text and leaves the guest in the mode that it was in.
   *
   * @param {{isKorean: boolean, paceMs: number, signal: AbortSignal, progress: (done: number, all: number) => void}} how
   * @returns {Promise<boolean>} false when it was cancelled, with the guest's mode put back
   */
  async type(text, how) {
    const { strokes } = strokesOf(text, how.isKorean);
    let isKorean = how.isKorean;
    for (let i = 0; i < strokes.length; i++) {
      if (how.signal.aborted) {
        if (isKorean !== how.isKorean) this.strike(this.#hangulKeys());
        return false;
      }
      how.progress(i, strokes.length);
      if (strokes[i].toggle) isKorean = !isKorean;
      await this.#stroke(strokes[i], how.paceMs);
    }
    how.progress(strokes.length, strokes.length);
    return true;
  }

  /** Types bit by bit, as a soft keyboard gives it, and lets the guest stay in the mode of the last bit. */
  follow(text) {
    this.#last = this.#last.then(async () => {
      const { strokes, isKorean } = strokesOf(text, this.#isKorean, false);
      this.#isKorean = isKorean;
      for (const stroke of strokes) await this.#stroke(stroke, PACES_MS.normal);
    });
    return this.#last;
  }

  #stroke(stroke, paceMs) {
    this.strike(stroke.toggle ? this.#hangulKeys() : keysFor(stroke.key));
    return new Promise(resume => setTimeout(resume, stroke.toggle ? Math.max(SWITCHING_MS, paceMs) : paceMs));
  }
}
