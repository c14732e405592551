// The list of consoles: rows that match are shown as somebody types, a second click finds the tab that is open, and who is on a VM
// now stands on its row. Without this file the form and the links do it.
import { sessions } from './calls.js';
import { sentenceOf } from './people.js';
import { goTo } from './tab.js';

const EVERY_MS = 5_000;

const form = document.getElementById('filter');
const rows = [...document.querySelectorAll('tr[data-guest]')].map(row => ({
  row, words: row.dataset.words, live: row.querySelector('.live-now'), section: row.closest('section')
}));

function filter() {
  const wanted = form.elements.q.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const sections = new Set();
  let shown = 0;
  for (const { row, words, section } of rows) {
    const isShown = wanted.every(word => words.includes(word));
    if (row.hidden === isShown) row.hidden = !isShown;
    if (isShown) {
      sections.add(section);
      shown++;
    }
  }
  for (const section of new Set(rows.map(each => each.section))) section.hidden = !sections.has(section);
  const count = document.getElementById('count');
  count.textContent = count.dataset.of.replace('{0}', shown).replace('{1}', count.dataset.all);
  document.getElementById('none').hidden = shown > 0;
}

/** Escape clears the field of a search in every browser, and that is an input too. */
form?.elements.q.addEventListener('input', filter);
form?.addEventListener('submit', event => {
  const shown = rows.filter(({ row }) => !row.hidden);
  if (shown.length !== 1 || !form.elements.q.value.trim()) return;
  event.preventDefault();
  shown[0].row.querySelector('a.open').click();
});

document.addEventListener('click', event => {
  const link = event.target.closest?.('a.open');
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  goTo(link.target, link.href);
});

async function look() {
  if (document.hidden) return;
  const open = new Map();
  try {
    for (const session of (await sessions()).sessions) {
      if (session.state !== 'open') continue;
      const guest = `${session.host}/${session.vmid}`;
      open.set(guest, [...(open.get(guest) ?? []), sentenceOf(session, 'index.session')]);
    }
  } catch {
    return;
  }
  for (const { row, live } of rows) {
    const text = (open.get(row.dataset.guest) ?? []).join(', ');
    if (live.textContent !== text) live.textContent = text;
  }
}

if (rows.length) {
  look();
  setInterval(look, EVERY_MS);
  document.addEventListener('visibilitychange', look);
}
