// Keys as RFB knows them: a keysym of X11 and the physical key, from which QEMU takes the scan code.

const key = (keysym, code) => ({ keysym, code });

export const SHIFT = key(0xffe1, 'ShiftLeft');
const CONTROL = key(0xffe3, 'ControlLeft');
const ALT = key(0xffe9, 'AltLeft');
const SPACE = key(0x20, 'Space');
const TAB = key(0xff09, 'Tab');

const functionKeys = Array.from({ length: 12 }, (_, i) => [`F${i + 1}`, [key(0xffbe + i, `F${i + 1}`)]]);

/** What the toolbar sends, by name: all go down in this order and up in the reverse one. */
export const COMBINATIONS = new Map([
  ['ctrl-alt-del', [CONTROL, ALT, key(0xffff, 'Delete')]],
  ['win', [key(0xffeb, 'MetaLeft')]],
  ['esc', [key(0xff1b, 'Escape')]],
  ['tab', [TAB]],
  ['alt-tab', [ALT, TAB]],
  ['alt-f4', [ALT, key(0xffc1, 'F4')]],
  ['prtsc', [key(0xff61, 'PrintScreen')]],
  ['backspace', [key(0xff08, 'Backspace')]],
  ['enter', [key(0xff0d, 'Enter')]],
  ['ctrl-c', [CONTROL, key(0x63, 'KeyC')]],
  ['left', [key(0xff51, 'ArrowLeft')]],
  ['up', [key(0xff52, 'ArrowUp')]],
  ['right', [key(0xff53, 'ArrowRight')]],
  ['down', [key(0xff54, 'ArrowDown')]],
  ...functionKeys
]);

/**
 * Guests differ in the key that switches between Hangul and Latin: Windows' default Korean layout takes the right Alt key, keyboards
 * with 103 or 106 keys have one of their own, Linux desktops often take a combination. A wrong one does nothing, without a word.
 */
export const HANGUL_KEYS = new Map([
  ['alt-right', { hangul: [key(0xffea, 'AltRight')], hanja: [key(0xffe4, 'ControlRight')] }],
  ['lang1', { hangul: [key(0xff31, 'Lang1')], hanja: [key(0xff34, 'Lang2')] }],
  ['shift-space', { hangul: [SHIFT, SPACE], hanja: [key(0xff34, 'Lang2')] }],
  ['ctrl-space', { hangul: [CONTROL, SPACE], hanja: [key(0xff34, 'Lang2')] }]
]);

const LETTERS = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
const SIGNS = [
  ['`~', 'Backquote'], ['1!', 'Digit1'], ['2@', 'Digit2'], ['3#', 'Digit3'], ['4$', 'Digit4'], ['5%', 'Digit5'], ['6^', 'Digit6'],
  ['7&', 'Digit7'], ['8*', 'Digit8'], ['9(', 'Digit9'], ['0)', 'Digit0'], ['-_', 'Minus'], ['=+', 'Equal'], ['[{', 'BracketLeft'],
  [']}', 'BracketRight'], ['\\|', 'Backslash'], [';:', 'Semicolon'], ['\'"', 'Quote'], [',<', 'Comma'], ['.>', 'Period'], ['/?', 'Slash']
];

/** Every character of a US keyboard: the key, and whether Shift is held. */
const US = new Map([
  ...LETTERS.map(letter => [letter, { ...key(letter.charCodeAt(0), `Key${letter.toUpperCase()}`), isShifted: false }]),
  ...LETTERS.map(letter => [letter.toUpperCase(), { ...key(letter.charCodeAt(0) - 32, `Key${letter.toUpperCase()}`), isShifted: true }]),
  ...SIGNS.map(([[plain], code]) => [plain, { ...key(plain.charCodeAt(0), code), isShifted: false }]),
  ...SIGNS.map(([[, shifted], code]) => [shifted, { ...key(shifted.charCodeAt(0), code), isShifted: true }]),
  [' ', { ...SPACE, isShifted: false }],
  ['\n', { ...key(0xff0d, 'Enter'), isShifted: false }],
  ['\t', { ...TAB, isShifted: false }]
]);

/** The keys that make this character on a US keyboard, Shift first; empty where it has none. */
export function keysFor(character) {
  const found = US.get(character);
  if (!found) return [];
  return found.isShifted ? [SHIFT, found] : [found];
}
