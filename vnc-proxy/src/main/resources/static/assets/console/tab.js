// This tab among the others: its title and icon say what state its console is in, and every console knows of the others.

const CHANNEL = 'pvefleet-consoles';
const SIGNS = { open: '●', closed: '○', refused: '○' };
const ICONS = { open: 'green', closed: 'red', refused: 'red' };

export class Tab {
  #others = new Map();
  #talk = new BroadcastChannel(CHANNEL);
  #self = { tab: crypto.randomUUID?.() ?? String(Math.random()), title: '', window: '', address: '' };
  #changed;

  /** @param {(others: {title: string, window: string, address: string}[]) => void} changed other consoles came, went or changed */
  constructor(changed) {
    this.#changed = changed;
    this.#talk.onmessage = ({ data }) => this.#heard(data);
    this.#talk.postMessage({ kind: 'who' });
    // A page in the browser's memory of visited ones is closed for its person.
    addEventListener('pagehide', () => this.#talk.postMessage({ kind: 'gone', tab: this.#self.tab }));
  }

  /** @param {{host: string, vmid: number, name: string, siteName: string}} guest */
  show(guest, stateName) {
    const plain = [guest.name || `${guest.host}/${guest.vmid}`, guest.siteName].filter(Boolean).join(' · ');
    document.title = `${SIGNS[stateName] ?? '◐'} ${plain}`;
    document.querySelector('link[rel="icon"]').href = `${document.body.dataset.icons}dot-${ICONS[stateName] ?? 'amber'}.svg`;
    window.name = `c-${guest.host}-${guest.vmid}`;
    Object.assign(this.#self, {
      title: document.title, window: window.name,
      address: `/console?host=${encodeURIComponent(guest.host)}&vmid=${guest.vmid}`
    });
    this.#tell();
  }

  #tell() {
    if (this.#self.title) this.#talk.postMessage({ kind: 'here', ...this.#self });
  }

  #heard(message) {
    if (message.kind === 'who') {
      this.#tell();
      return;
    }
    if (message.kind === 'gone') this.#others.delete(message.tab);
    else this.#others.set(message.tab, message);
    this.#changed([...this.#others.values()].toSorted((a, b) => a.title.slice(2).localeCompare(b.title.slice(2))));
  }
}

/** Goes to the tab of that console; where this browser knows none by the name, it opens there. */
export function goTo(windowName, address) {
  const tab = window.open('', windowName);
  if (!tab) return;
  let isConsole = false;
  try {
    isConsole = tab.location.pathname.startsWith('/console');
  } catch {
    // A tab of that name that went elsewhere.
  }
  if (!isConsole) tab.location.href = address;
  tab.focus();
}
