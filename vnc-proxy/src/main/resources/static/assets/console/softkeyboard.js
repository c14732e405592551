// A phone shows its keyboard only for a field of text: this is one that nobody sees. What arrives in it is typed on the guest.
import { COMBINATIONS } from './keys.js';

/** Something to delete has to be there, or the backspace key of a phone says nothing. */
const FILLER = '\u00a0\u00a0';

/**
 * @param {HTMLTextAreaElement} field
 * @param {{write: (text: string) => void, strike: (keys: {keysym: number, code: string}[], name: string) => void}} guest
 */
export function followSoftKeyboard(field, guest) {
  const strike = name => guest.strike(COMBINATIONS.get(name), name);
  const reset = () => {
    field.value = FILLER;
    field.setSelectionRange(FILLER.length, FILLER.length);
  };
  field.addEventListener('focus', reset);
  field.addEventListener('compositionend', event => {
    if (event.data) guest.write(event.data);
    reset();
  });
  field.addEventListener('input', event => {
    if (event.isComposing || event.inputType === 'insertCompositionText') return;
    if (event.inputType.startsWith('delete')) strike('backspace');
    else if (event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph') strike('enter');
    else if (event.data) guest.write(event.data);
    reset();
  });
}
