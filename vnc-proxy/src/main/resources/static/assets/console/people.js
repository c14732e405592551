// Who else has this console, and taking it over from them.
import { say, timeOf } from './words.js';

const byId = id => document.getElementById(id);

export const sentenceOf = ({ user, since, viewOnly }, prefix = 'presence') =>
  say(`${prefix}.${viewOnly ? 'view' : 'use'}`, user, timeOf(since));

export class People {
  #others = [];

  /** @param {() => void} takeOver somebody confirmed that they want it */
  constructor(takeOver) {
    byId('take-over').addEventListener('click', () => this.ask(takeOver));
  }

  show(others, mayTakeOver) {
    this.#others = others;
    byId('people').hidden = others.length === 0;
    byId('people-count').textContent = others.length === 1 ? sentenceOf(others[0]) : say('presence.count', others.length);
    byId('people-list').replaceChildren(...others.map(other => {
      const item = document.createElement('li');
      item.textContent = sentenceOf(other);
      return item;
    }));
    byId('take-over').hidden = !mayTakeOver;
  }

  /** Never without a question: somebody may be in the middle of work. */
  ask(takeOver) {
    const dialog = byId('confirm');
    byId('people').open = false;
    byId('confirm-who').textContent = this.#others.length
      ? say('takeOver.who', this.#others.map(other => other.user).join(', ')) : say('takeOver.nobody');
    dialog.onclose = () => { if (dialog.returnValue === 'yes') takeOver(); };
    dialog.returnValue = 'no';
    dialog.showModal();
  }
}
