// Hangul as the strokes of a two-set (dubeolsik) keyboard, which is what a Korean guest's own input method composes from. Pure.

const LEADS = 'r R s e E f a q Q t T d w W c z x v g'.split(' ');
const VOWELS = 'k o i O j p u P h hk ho hl y n nj np nl b m ml l'.split(' ');
const TAILS = ['', ...'r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g'.split(' ')];

/** Letters that stand alone, in the order of Unicode from U+3131 on: consonants, then the vowels as above. */
const LONE = [...'r R rt s sw sg e E f fr fa fq ft fx fv fg a q Q qt t T d w W c z x v g'.split(' '), ...VOWELS];

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const FIRST_LONE = 0x3131;

/** The keys, as a US keyboard names them, that compose this character; null where it is not Hangul. */
export function keysOf(character) {
  const code = character.codePointAt(0);
  if (code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE) {
    const index = code - FIRST_SYLLABLE;
    return LEADS[Math.floor(index / (21 * 28))] + VOWELS[Math.floor(index / 28) % 21] + TAILS[index % 28];
  }
  return isLone(character) ? LONE[code - FIRST_LONE] : null;
}

const isLone = character => {
  const index = character.codePointAt(0) - FIRST_LONE;
  return index >= 0 && index < LONE.length;
};

/** Of these the guest's mode changes what comes out; digits, signs, blanks and ends of lines are the same in both. */
const isLatinLetter = character => /[A-Za-z]/.test(character);

const isTypable = character => character === '\n' || character === '\t' || /[ -~]/.test(character);

/**
 * Letters that stand alone would be drawn into the syllable before them or after them: 하ㅎ would become 핳. Going to Latin and back
 * ends a syllable. Twice the same letter never joins.
 */
const wouldJoin = (before, character) =>
  before !== '' && keysOf(before) !== null && before !== character && (isLone(before) || isLone(character));

/**
 * What to type for a text.
 *
 * @param {string} text
 * @param {boolean} startsKorean the mode that the guest's input method is in
 * @param {boolean} endsAsItStarted whether to go back to that mode at the end
 * @returns {{strokes: ({key: string} | {toggle: true})[], untypable: string[], isKorean: boolean}}
 *     key: a character of the US keyboard; untypable: what no keyboard of the two has, each once; isKorean: the mode afterwards
 */
export function strokesOf(text, startsKorean, endsAsItStarted = true) {
  const strokes = [];
  const untypable = new Set();
  let isKorean = startsKorean;
  let before = '';
  const go = korean => {
    if (isKorean !== korean) strokes.push({ toggle: true });
    isKorean = korean;
  };
  for (const character of text.normalize('NFC').replace(/\r\n?/g, '\n')) {
    const keys = keysOf(character);
    if (keys === null && !isTypable(character)) {
      untypable.add(character);
      continue;
    }
    if (keys !== null) {
      if (wouldJoin(before, character) && isKorean) go(false);
      go(true);
      for (const key of keys) strokes.push({ key });
    } else {
      if (isLatinLetter(character)) go(false);
      strokes.push({ key: character });
    }
    before = character;
  }
  if (endsAsItStarted) go(startsKorean);
  return { strokes, untypable: [...untypable], isKorean };
}
