// What the pages' scripts say, in the language of the document.
import { words as english } from './words.en.js';
import { words as korean } from './words.ko.js';

export const language = document.documentElement.lang === 'ko' ? 'ko' : 'en';
const words = language === 'ko' ? korean : english;

/** The sentence of that key, with {0}, {1} filled in. A key that does not exist shows itself. */
export function say(key, ...values) {
  return (words[key] ?? key).replace(/\{(\d)\}/g, (_, i) => String(values[Number(i)] ?? ''));
}

export const knows = key => key in words;

/** The time of day, with the date where it is not today's. */
export function timeOf(instant) {
  const at = new Date(instant);
  const isToday = at.toDateString() === new Date().toDateString();
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  return new Intl.DateTimeFormat(language, isToday ? options : { ...options, month: 'numeric', day: 'numeric' }).format(at);
}

/** To the second: the moment of a picture that is no longer new. */
export function momentOf(instant) {
  const options = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };
  return new Intl.DateTimeFormat(language, options).format(new Date(instant));
}
