// Physical Hangul and Hanja keys. Keyboards send no release for them, and which of the guest's keys switches is the guest's affair:
// so a press of one here is press and release of what was chosen for this guest.

const isHangul = event => event.key === 'HangulMode' || event.code === 'Lang1';
const isHanja = event => event.key === 'HanjaMode' || event.code === 'Lang2';

/**
 * @param {HTMLElement} place around the display; keys are taken on their way to it
 * @param {(which: 'hangul' | 'hanja') => void} strike
 */
export function takeHangulKeys(place, strike) {
  const take = event => {
    if (!isHangul(event) && !isHanja(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'keydown' && !event.repeat) strike(isHangul(event) ? 'hangul' : 'hanja');
  };
  place.addEventListener('keydown', take, true);
  place.addEventListener('keyup', take, true);
}
