// The console page: puts session, display, toolbar, panel and tab together. Connects at once; everything else may come later.
import { Curtain, freeze, stamp, thaw, titleOf } from './curtain.js';
import { takeHangulKeys } from './hangulkeys.js';
import { COMBINATIONS, HANGUL_KEYS } from './keys.js';
import { Memory } from './memory.js';
import { People } from './people.js';
import { save } from './save.js';
import { Session } from './session.js';
import { followSoftKeyboard } from './softkeyboard.js';
import { Tab, goTo } from './tab.js';
import { TextPanel } from './textpanel.js';
import { Toolbar } from './toolbar.js';
import { Typist } from './typist.js';
import { say } from './words.js';

/** Somebody who looked elsewhere for so long does not mind that the picture is drawn when they come back. */
const HIDDEN_MS = 60_000;
const NOTE_MS = 6_000;

const byId = id => document.getElementById(id);
const asked = new URLSearchParams(location.search);
const kept = history.state ?? {};

/** As far as it is known before the API has answered. */
let guest = {
  host: asked.get('host') ?? kept.host ?? '', vmid: Number(asked.get('vmid') ?? kept.vmid),
  name: asked.has('host') ? byId('name').textContent : '', siteName: byId('site').textContent
};
let memory = new Memory(guest.host, guest.vmid);
let display = null;
let mayControl = false;
let hiding = 0;

const session = new Session(
  location.pathname.match(/^\/console\/([^/]+)$/)?.[1] ?? '',
  {
    host: guest.host, vmid: guest.vmid, viewOnly: asked.get('mode') === 'view' || kept.viewOnly === true, takeOver: false,
    display: asked.get('display') ?? kept.display ?? undefined
  },
  { granted, channel: attach, state: shown, leaving: letGo, control: heard });

const press = (key, isDown) => display?.press?.(key, isDown);
const hangulKeys = () => HANGUL_KEYS.get(memory.get('hangul'));
const typist = new Typist(press, () => hangulKeys().hangul);
const isTerminal = () => display?.kind === 'terminal';
const isOpen = () => session.state.name === 'open';

const curtain = new Curtain(way => ways[way]());
const people = new People(() => session.change({ viewOnly: false, takeOver: true }));
const panel = new TextPanel({ display: () => display, typist, isOpen, isTerminal });
const tab = new Tab(showTabs);
const toolbar = new Toolbar({
  strike: name => {
    if (isTerminal()) display.strike(name);
    else typist.strike(COMBINATIONS.get(name));
    display?.focus();
  },
  hangul: () => strikeHangul('hangul'),
  hanja: () => strikeHangul('hanja'),
  wish: (name, value) => {
    memory.set(name, value);
    toolbar.choose(memory);
    apply();
  },
  drag: isDragging => display?.setDragging?.(isDragging),
  shoot,
  disconnect: () => session.close(),
  leave: () => display?.releaseAll()
});

const ways = {
  connect: () => session.open(),
  now: () => session.open(),
  stop: () => session.rest(),
  watch: () => session.change({ viewOnly: true }),
  takeOver: () => people.ask(() => session.change({ viewOnly: false, takeOver: true })),
  low: () => {
    memory.set('quality', 'low');
    toolbar.choose(memory);
    session.open();
  }
};

toolbar.choose(memory);
showTabs([]);
takeHangulKeys(byId('display'), strikeHangul);
followSoftKeyboard(byId('soft'), {
  write: text => (isTerminal() ? display.write(text) : typist.follow(text)),
  strike: (keys, name) => (isTerminal() ? display.strike(name) : typist.strike(keys))
});
if (matchMedia('(any-pointer: coarse)').matches) {
  document.body.classList.add('has-touch');
  byId('soft-button').hidden = false;
}
for (const button of document.querySelectorAll('[data-display]')) {
  button.addEventListener('click', () => session.change({ display: button.dataset.display }));
}
byId('control').addEventListener('click', () => session.change({ viewOnly: false }));
byId('soft-button').addEventListener('click', () => byId('soft').focus());
document.addEventListener('visibilitychange', mindVisibility);
addEventListener('pageshow', event => {
  // Out of the browser's memory of visited pages comes a picture whose connection is long gone.
  if (event.persisted) location.reload();
});
session.open();

/** The API said yes: who it is, and what may be done. The address then names the session, so that a reload goes on with it. */
function granted(grant) {
  if (grant.host !== guest.host || grant.vmid !== guest.vmid) memory = new Memory(grant.host, grant.vmid);
  guest = { host: grant.host, vmid: grant.vmid, name: grant.name, siteName: grant.siteName };
  mayControl = grant.mayControl;
  const { host, vmid, viewOnly, display: shows } = grant;
  history.replaceState({ host, vmid, viewOnly, display: shows }, '', grant.url);
  byId('name').textContent = guest.name || `${host}/${vmid}`;
  byId('site').textContent = guest.siteName;
  byId('site').title = `${host}/${vmid}`;
  toolbar.choose(memory);
  byId('control').hidden = !(viewOnly && mayControl);
  presence(grant.others ?? []);
}

async function attach(channel, grant) {
  const kind = grant.display === 'terminal' ? 'terminal' : 'screen';
  if (display?.kind !== kind) display = await make(kind);
  // While its script was loading the socket may have ended, and then something else goes on already.
  if (session.channel !== channel || channel.isOver) return;
  display.attach(channel, grant.viewOnly);
  apply();
  toolbar.fit({ kind, isViewOnly: grant.viewOnly, isOpen: false });
}

async function make(kind) {
  display?.dispose();
  byId('display').replaceChildren();
  byId('display').className = `display ${kind}`;
  const hear = {
    open: () => shown({ name: 'greeting' }), picture: pictured, clipboard: text => panel.fromGuest(text),
    failed: text => curtain.hostSaid(text || say('unreadable'))
  };
  if (kind === 'terminal') return new (await import('./terminal.js')).Terminal(byId('display'), hear);
  return new (await import('./screen.js')).Screen(byId('display'), hear);
}

function pictured() {
  session.pictured();
  thaw();
  mindVisibility();
}

/** The connection ends: the last picture is kept before noVNC takes its canvas away. */
function letGo() {
  panel.cut();
  if (display?.hasPicture) {
    if (isTerminal()) stamp(session.channel?.lastBytesAt);
    else freeze(display.canvas, session.channel?.lastBytesAt);
  }
  display?.detach();
}

function heard(message) {
  if (message.type === 'presence') presence(message.others);
  if (message.type === 'host') curtain.hostSaid(message.text);
}

function shown(state) {
  document.body.dataset.state = state.name;
  byId('state').textContent = state.name === 'again' ? titleOf({ ...state, nextAt: state.nextAt }) : titleOf(state);
  byId('still').classList.toggle('is-old', state.name !== 'open');
  curtain.show(state, session.wish);
  if (guest.host) tab.show(guest, state.name);
  toolbar.fit({ kind: display?.kind ?? 'screen', isViewOnly: session.wish.viewOnly, isOpen: state.name === 'open' });
  if (state.name === 'closed' || state.name === 'refused') presence([]);
}

function presence(list) {
  people.show(list, mayControl);
}

function strikeHangul(which) {
  typist.strike(hangulKeys()[which]);
  display?.focus();
}

function apply() {
  display?.setQuality?.(memory.get('quality'));
  display?.setScale?.(memory.get('scale'));
}

function showTabs(list) {
  const items = list.map(({ title, window: name, address }) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = title;
    button.addEventListener('click', () => goTo(name, address));
    const item = document.createElement('li');
    item.append(button);
    return item;
  });
  const none = Object.assign(document.createElement('li'), { textContent: say('tabs.none'), className: 'soft' });
  byId('tabs').replaceChildren(...(items.length ? items : [none]));
}

async function shoot() {
  const picture = await display?.screenshot();
  note(picture ? say('shot.done', save(picture, guest)) : say('shot.none'));
}

function note(text) {
  byId('note').textContent = text;
  setTimeout(() => { if (byId('note').textContent === text) byId('note').textContent = ''; }, NOTE_MS);
}

/**
 * A tab that nobody sees asks for no pictures; the session stays, and what was missed comes when the tab is shown again. One that
 * lacks a login tries again when it is shown, since somebody may have logged in elsewhere.
 */
function mindVisibility() {
  clearTimeout(hiding);
  if (!document.hidden) {
    session.channel?.release();
    if (session.state.name === 'refused' && session.state.why?.status === 401) session.open();
  } else hiding = setTimeout(() => { if (isOpen()) session.channel?.hold(); }, HIDDEN_MS);
}
