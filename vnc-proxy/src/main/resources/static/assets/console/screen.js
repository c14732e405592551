// The guest's screen: noVNC's RFB class on a channel that is already opened. One of these lasts as long as the page; each connection
// gets an RFB of its own, since noVNC uses one only once.
import RFB from '/vendor/novnc-1.7.0/core/rfb.js';
import { initLogging } from '/vendor/novnc-1.7.0/core/util/logging.js';

// noVNC would complain on the browser's console about what the page explains to the reader.
initLogging('none');

/** noVNC's two levels, 0 to 9: how good JPEG pictures are, and how much of the host's processor goes into compressing. */
const QUALITIES = { low: [1, 7], medium: [6, 2], high: [9, 1] };

/** How often a console that has just opened is asked whether its picture has come. */
const SETTLE_MS = 120;

export class Screen {
  #place;
  #hear;
  #rfb = null;
  #isViewOnly = true;
  #scale = 'fit';
  #quality = 'medium';
  #hasPicture = false;

  /**
   * @param {HTMLElement} place empty; the canvas goes into it
   * @param {{open: () => void, picture: () => void, clipboard: (text: string) => void, failed: (text: string) => void}} hear
   */
  constructor(place, hear) {
    this.#place = place;
    this.#hear = hear;
  }

  get kind() { return 'screen'; }
  get canvas() { return this.#place.querySelector('canvas'); }
  get hasPicture() { return this.#hasPicture; }

  attach(channel, isViewOnly) {
    this.#isViewOnly = isViewOnly;
    this.#hasPicture = false;
    const rfb = new RFB(this.#place, channel, { shared: true });
    this.#rfb = rfb;
    rfb.background = 'transparent';
    rfb.viewOnly = isViewOnly;
    rfb.focusOnClick = true;
    rfb.showDotCursor = true;
    this.setQuality(this.#quality);
    this.setScale(this.#scale);
    rfb.addEventListener('connect', () => {
      if (this.#rfb !== rfb) return;
      this.#label();
      this.#hear.open();
      this.#awaitPicture(rfb, channel, channel.lastBytesAt);
    });
    rfb.addEventListener('clipboard', event => this.#hear.clipboard(event.detail.text));
    // Whatever noVNC cannot read ends the socket; the page hears of that from the channel.
    rfb.addEventListener('securityfailure', event => this.#hear.failed(event.detail.reason ?? ''));
  }

  /** Lets go of a connection that ended or is to end. The picture has to be taken before. */
  detach() {
    const rfb = this.#rfb;
    this.#rfb = null;
    this.#hasPicture = false;
    rfb?.disconnect();
  }

  /** Another display takes the place. */
  dispose() {
    this.detach();
  }

  focus() {
    this.#rfb?.focus({ preventScroll: true });
  }

  press(key, isDown) {
    this.#rfb?.sendKey(key.keysym, key.code, isDown);
  }

  /** Tells noVNC that every key is up, as when the window loses the focus: releases that go elsewhere would never arrive. */
  releaseAll() {
    window.dispatchEvent(new Event('blur'));
  }

  offerClipboard(text) {
    this.#rfb?.clipboardPasteFrom(text);
  }

  setQuality(name) {
    this.#quality = name;
    if (!this.#rfb) return;
    [this.#rfb.qualityLevel, this.#rfb.compressionLevel] = QUALITIES[name];
  }

  /** `fit` shows all of it in what place there is; `full` point for point, to be scrolled. */
  setScale(name) {
    this.#scale = name;
    if (this.#rfb) this.#rfb.scaleViewport = name === 'fit';
  }

  /** Point for point on a phone: whether a finger moves the picture or the guest's pointer. */
  setDragging(isDragging) {
    if (!this.#rfb) return;
    this.#rfb.clipViewport = isDragging;
    this.#rfb.dragViewport = isDragging;
  }

  screenshot() {
    return new Promise(resolve => (this.#rfb ? this.#rfb.toBlob(resolve, 'image/png') : resolve(null)));
  }

  #label() {
    const canvas = this.canvas;
    canvas.setAttribute('role', 'application');
    canvas.setAttribute('aria-label', this.#place.dataset.label);
    canvas.setAttribute('aria-describedby', 'escape');
    canvas.tabIndex = 0;
    canvas.addEventListener('blur', () => this.releaseAll());
    if (document.activeElement === document.body || document.activeElement === null) this.focus();
  }

  /** noVNC tells of no frames: bytes after its greeting are the first one. */
  #awaitPicture(rfb, channel, since) {
    if (this.#rfb !== rfb) return;
    if (channel.lastBytesAt > since && this.canvas?.width > 0) {
      this.#hasPicture = true;
      this.#hear.picture();
      return;
    }
    setTimeout(() => this.#awaitPicture(rfb, channel, since), SETTLE_MS);
  }
}
