// What a query asks for, and whether a text has it.

import { folded, isHan, words } from "./folding.js";

const PIECE = /["“”]([^"“”]*)["“”]|[^\s"“”]+/gu;

// The conditions of a query, each once. All must hold: a text with Han in it is sought as it stands,
// without its punctuation and spaces; what is in quotes as words that follow each other, and any
// other as words.
export function parse(query) {
  const conditions = new Map();
  for (const [piece, quoted] of query.matchAll(PIECE)) {
    const runs = folded(quoted ?? piece);
    const chars = runs.flat().map(({ char }) => char);
    const named = runs.flatMap((run) => [...words(run)].map(({ word }) => word));
    if (chars.some(isHan)) conditions.set(`"${chars.join("")}`, { chars });
    else if (quoted && named.length > 1) conditions.set(named.join(" "), { phrase: named });
    else for (const word of named) conditions.set(word, { word });
  }
  return [...conditions.values()];
}

// The pairs of characters that the index has, enough to hold all of `chars` where they can.
export function pairs({ chars }) {
  const found = [];
  let covered = 0;
  for (let at = 0; at + 1 < chars.length; at += 1) {
    if (!isHan(chars[at]) && !isHan(chars[at + 1])) continue;
    const isNeeded = at >= covered || (at + 1 >= covered && !hasLater(chars, at));
    if (isNeeded) {
      found.push({ term: chars[at] + chars[at + 1], at });
      covered = at + 2;
    }
  }
  return found;
}

// Whether the character after `at` is in a later pair too.
function hasLater(chars, at) {
  return at + 2 < chars.length && (isHan(chars[at + 1]) || isHan(chars[at + 2]));
}

// Whether those pairs hold all of it, so that no text has to be looked at.
export function isCovered({ chars }) {
  const held = new Set(pairs({ chars }).flatMap(({ at }) => [at, at + 1]));
  return held.size === chars.length;
}

// Where each condition is met in `text`, as sorted stretches that do not touch; a list a condition.
export function hits(text, conditions) {
  const runs = folded(text);
  const stream = runs.flat();
  const named = runs.flatMap((run) => [...words(run)]);
  return conditions.map(({ chars, word, phrase }) => {
    if (word !== undefined) return named.filter((one) => one.word === word);
    if (phrase) return phrases(text, named, phrase);
    const found = [];
    for (let at = 0; at + chars.length <= stream.length; at += 1) {
      if (chars.every((char, offset) => stream[at + offset].char === char)) {
        found.push({ start: stream[at].start, end: stream[at + chars.length - 1].end });
      }
    }
    return found;
  });
}

// Where the words of `phrase` stand among those of `text`, with no Han between them.
function phrases(text, named, phrase) {
  const found = [];
  for (let at = 0; at + phrase.length <= named.length; at += 1) {
    const some = named.slice(at, at + phrase.length);
    const follows = ({ word, start }, place) =>
      word === phrase[place] && (!place || !folded(text.slice(some[place - 1].end, start)).length);
    if (some.every(follows)) found.push({ start: some[0].start, end: some.at(-1).end });
  }
  return found;
}

// Whether an article whose texts are these meets every condition in one of them.
export function meets(texts, conditions) {
  const lists = texts.map((text) => hits(text, conditions));
  return conditions.every((_, at) => lists.some((list) => list[at].length));
}
