// What this browser remembers of a guest: how its keyboard switches, how good a picture is wanted, how it is fitted. Nothing else.

const PREFIX = 'pvefleet.console.';
const DEFAULTS = { hangul: 'alt-right', quality: 'medium', scale: 'fit' };

export class Memory {
  #key;

  constructor(host, vmid) {
    this.#key = `${PREFIX}${host}/${vmid}`;
  }

  get(name) {
    return this.#all()[name] ?? DEFAULTS[name];
  }

  set(name, value) {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ ...this.#all(), [name]: value }));
    } catch {
      // Storage is full or forbidden: the wish counts until the page is left.
    }
  }

  #all() {
    try {
      return JSON.parse(localStorage.getItem(this.#key)) ?? {};
    } catch {
      return {};
    }
  }
}
