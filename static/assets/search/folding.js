// What is sought is folded as what is found was: generator/search/folding.py says the same.

const LONGEST = 40;
const FIRST_HAN = 0x3005;
const BRITISH = /^([a-z]{3,}[iy])s(er|ation|)$/;

let variants;

// To be awaited before anything is folded.
export function loadVariants() {
  variants ??= fetch(new URL("variants.txt", import.meta.url), { cache: "force-cache" })
    .then((response) => {
      if (!response.ok) throw new Error(response.statusText);
      return response.text();
    })
    .then((text) => {
      const pairs = [...text.trim()];
      table = new Map();
      for (let at = 0; at < pairs.length; at += 2) table.set(pairs[at], pairs[at + 1]);
    })
    .catch((error) => {
      variants = undefined;
      throw error;
    });
  return variants;
}

let table;

const THOUSANDS = /(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])/g;
const NOTHING = "\u0300"; // a mark, which is folded to nothing

const isMark = /\p{M}/u;
const isLetter = /[\p{L}\p{N}]/u;

export const isHan = (char) => char.codePointAt(0) >= FIRST_HAN;

// `text` in runs of letters and digits. Each is a list of characters, with the places in `text` at
// which what became each of them begins and ends.
export function folded(text) {
  const runs = [];
  let run = [];
  let place = 0;
  const end = () => {
    if (run.length) runs.push(run);
    run = [];
  };
  const whole = text
    .replace(THOUSANDS, (found) => found.replaceAll(",", NOTHING))
    .replace(/['’＇]s(?![\p{L}\p{N}\p{M}])/giu, (found) => " ".repeat(found.length));
  for (const char of whole) {
    const next = place + char.length;
    for (const part of char.normalize("NFKD").toLowerCase()) {
      if (isMark.test(part)) continue;
      if (isLetter.test(part)) run.push({ char: table.get(part) ?? part, start: place, end: next });
      else end();
    }
    place = next;
  }
  end();
  return runs;
}

// The words of a run of `folded`, without their endings, and where they stand.
export function* words(run) {
  let first = 0;
  while (first < run.length) {
    let last = first;
    while (last < run.length && !isHan(run[last].char)) last += 1;
    if (last > first) {
      const part = run.slice(first, last);
      const word = stem(part.map(({ char }) => char).join(""));
      yield { word, start: part[0].start, end: part.at(-1).end };
    }
    first = last + 1;
  }
}

// `word` without a plural's, a past tense's or a participle's ending.
export function stem(whole) {
  let word = [...whole].slice(0, LONGEST).join("");
  if (word.length < 4 || word === "news" || !/^[a-z]+$/.test(word)) return word;
  if (word.length > 4 && /(?:ies|ied)$/.test(word)) return `${word.slice(0, -3)}y`;
  if (word.endsWith("s")) {
    const before = word.at(-2);
    if (!"sui".includes(before) || (word.length === 4 && before !== "s")) word = word.slice(0, -1);
  }
  for (const ending of ["ing", "ed"]) {
    if (!word.endsWith(ending)) continue;
    const rest = word.slice(0, -ending.length);
    if (rest.length > 1 && !rest.endsWith("e") && /[aeiouy]/.test(rest)) {
      word = rest.length > 2 ? rest : `${rest}e`;
      break;
    }
  }
  if (word.length < 4) return word;
  word = word.replace(/e+$/, "") || word;
  if (word.length > 3 && word.at(-1) === word.at(-2)) word = word.slice(0, -1);
  return word.replace(BRITISH, "$1z$2");
}
