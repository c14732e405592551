// Full screen: the toolbar hides and comes back at the upper edge, and the keyboard's own shortcuts go to the guest where the browser
// lets them.
import { say } from './words.js';

/** The uppermost rows of pixels; a pointer that is thrown upwards stops there. */
const EDGE_PX = 4;

const isFull = () => document.fullscreenElement !== null;

export function offerFullScreen(button, bar) {
  if (!document.fullscreenEnabled) {
    button.hidden = true;
    return;
  }
  const label = () => { button.textContent = say(isFull() ? 'full.leave' : 'full.enter'); };
  label();
  button.addEventListener('click', () => (isFull() ? document.exitFullscreen() : enter()));
  document.addEventListener('fullscreenchange', () => {
    document.body.classList.toggle('is-full', isFull());
    bar.classList.remove('is-near');
    if (!isFull()) navigator.keyboard?.unlock?.();
    label();
  });
  document.addEventListener('pointermove', event => {
    if (!isFull()) return;
    if (event.clientY <= EDGE_PX) bar.classList.add('is-near');
    else if (!bar.contains(event.target)) bar.classList.remove('is-near');
  });
}

async function enter() {
  await document.documentElement.requestFullscreen({ navigationUI: 'hide' });
  // Alt+Tab, the Windows key and Ctrl+W then reach the guest; Esc leaves when it is held. Only on https, and not in every browser.
  await navigator.keyboard?.lock?.().catch(() => null);
}
