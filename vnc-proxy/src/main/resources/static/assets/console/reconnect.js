// When a lost console is opened again by itself, and when not. Pure: no clock, no timer.

/** Quick at first, because most losses are a lost packet or a proxy that restarts; then patient with a line that is down. */
export const DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** About two minutes of trying. After that somebody has to want it. */
export const ATTEMPTS = 10;

/** A console that lasted so long was a success, and the next loss starts from the beginning. */
export const SETTLED_MS = 10_000;

/** How often a guest that does not run is looked at. */
export const STOPPED_POLL_MS = 5_000;

/** How long to wait before the n-th attempt, counted from 1; null when there is to be none. */
export function delay(attempt) {
  if (attempt > ATTEMPTS) return null;
  return DELAYS_MS[Math.min(attempt, DELAYS_MS.length) - 1];
}

/**
 * What follows a close code: `again` opens it anew by itself, `wait` until the guest runs, `stop` is somebody's decision and only a
 * person may undo it. A certificate that is not the pinned one does not change by trying either.
 */
export function verdict(code) {
  if (code === 4423) return 'wait';
  if (code === 1000 || code >= 4400 && code < 4500 || code === 4505) return 'stop';
  return 'again';
}

/**
 * The same for a refusal of the API. What a person, a rule or the wish itself causes does not change by trying; `anew` asks for
 * another session, because the proxy has forgotten this one.
 */
export function verdictOfRefusal({ status, code }) {
  if (code === 'PVF-0707') return 'wait';
  if (code === 'PVF-0703') return 'anew';
  if (code === 'PVF-0712') return 'stop';
  return status === 0 || status >= 500 ? 'again' : 'stop';
}
