// The buttons along the upper edge, and the menus that fold out of them.
import { offerFullScreen } from './fullscreen.js';
import { say } from './words.js';

const byId = id => document.getElementById(id);
const all = selector => [...document.querySelectorAll(selector)];

/** What leaves the guest's screen, since the guest takes every other key. */
const isEscape = event => event.ctrlKey && event.altKey && event.shiftKey && /^(Control|Alt|Shift)/.test(event.code || event.key);

export class Toolbar {
  #guest;
  #isDragging = false;

  /**
   * @param {{strike: (name: string) => void, hangul: () => void, hanja: () => void, wish: (name: string, value: string) => void,
   *     drag: (isDragging: boolean) => void, shoot: () => void, disconnect: () => void, leave: () => void}} guest
   */
  constructor(guest) {
    this.#guest = guest;
    for (const button of all('[data-keys]')) button.addEventListener('click', () => guest.strike(button.dataset.keys));
    byId('hangul').addEventListener('click', () => guest.hangul());
    byId('hanja').addEventListener('click', () => guest.hanja());
    byId('shot').addEventListener('click', () => guest.shoot());
    byId('disconnect').addEventListener('click', () => guest.disconnect());
    byId('scale').addEventListener('click', () => guest.wish('scale', byId('scale').dataset.now === 'fit' ? 'full' : 'fit'));
    byId('drag').addEventListener('click', () => this.#drag(!this.#isDragging));
    for (const radio of all('input[type=radio]')) radio.addEventListener('change', () => guest.wish(radio.name, radio.value));
    byId('fold').addEventListener('click', () => this.#fold(!byId('bar').classList.contains('is-unfolded')));
    byId('text-button').addEventListener('click', () => this.#fold(false));
    offerFullScreen(byId('full'), byId('bar'));
    this.#menus();
    byId('stage').addEventListener('keydown', event => this.#escape(event), true);
  }

  /** What is remembered of the guest, as the controls show it. */
  choose(memory) {
    for (const name of ['quality', 'hangul']) {
      for (const radio of all(`input[name=${name}]`)) radio.checked = radio.value === memory.get(name);
    }
    const scale = memory.get('scale');
    byId('scale').dataset.now = scale;
    byId('scale').textContent = say(`scale.${scale}`);
    byId('drag').hidden = scale === 'fit';
    this.#drag(false);
  }

  /** Shows what this console can do, and lets be used what it can do now. */
  fit({ kind, isViewOnly, isOpen }) {
    // Not by the attribute hidden, which parts have for reasons of their own.
    for (const part of all('[data-for], [data-needs=input]')) {
      const isOfKind = (part.dataset.for ?? kind) === kind;
      part.toggleAttribute('data-off', !isOfKind || isViewOnly && part.dataset.needs === 'input');
    }
    byId('badge').hidden = !isViewOnly;
    for (const button of all('[data-needs] button, button[data-needs], #text-send, #text-clip')) button.disabled = !isOpen;
    byId('disconnect').disabled = !isOpen;
  }

  #drag(isDragging) {
    this.#isDragging = isDragging;
    byId('drag').textContent = say(isDragging ? 'drag.off' : 'drag.on');
    this.#guest.drag(isDragging);
  }

  #fold(isUnfolded) {
    byId('bar').classList.toggle('is-unfolded', isUnfolded);
    byId('fold').setAttribute('aria-expanded', String(isUnfolded));
  }

  /** One menu is open at a time; it closes when something else is clicked, by Escape, and after a click that is done with it. */
  #menus() {
    const menus = all('details.menu');
    for (const menu of menus) {
      menu.addEventListener('toggle', () => {
        if (menu.open) menus.filter(other => other !== menu).forEach(other => { other.open = false; });
      });
      menu.addEventListener('keydown', event => {
        if (event.key !== 'Escape' || !menu.open) return;
        menu.open = false;
        menu.querySelector('summary').focus();
      });
    }
    document.addEventListener('pointerdown', event => {
      for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
      if (!byId('bar').contains(event.target)) this.#fold(false);
    }, true);
  }

  #escape(event) {
    if (!isEscape(event)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#guest.leave();
    const first = all('#tools button, #tools summary').find(control => control.checkVisibility() && !control.disabled);
    (first ?? byId('fold')).focus();
  }
}
