// A search reads the lists of few terms, and the texts of what it shows.

import { isCovered, meets, pairs } from "./query.js";

export const PAGE = 10;
const FEW = PAGE; // so many are looked at sooner than another list
const LISTS = 56_000; // bytes of lists that are read; what they leave open is seen in the texts
const TEXTS = 12; // that are looked at for a page, where not all of them fit

const TITLE = 64; // where the titles end among the places of pairs

export class Search {
  #index;
  #conditions;
  #candidates;
  #isSure;
  #at = 0;
  #found = 0;

  constructor(index, conditions, candidates, isSure) {
    this.#index = index;
    this.#conditions = conditions;
    this.#candidates = candidates;
    this.#isSure = isSure;
  }

  // What `index` has for all `conditions`, within `topic`, `month` and `lang`, in `order`. Without a
  // condition, that is all that is within.
  static async begin(index, conditions, { topic, month, lang, order }) {
    const lists = [];
    // What was fetched before costs as much as what was not: asked again, it is the same search.
    const left = new Lists(index, month);
    if (topic) await left.narrow([{ term: `#${topic}`, at: 0 }], false);
    if (lang) await left.narrowByMark("@zh", lang === "zh");
    const sought = conditions.flatMap(readable);
    // What is longer is rarer, and leaves less to read.
    sought.sort((one, other) => weight(other) - weight(one));
    let isSure = true;
    for (const { terms, isPair, isWhole } of sought) {
      // What costs least says most, mostly.
      terms.sort((one, other) => index.cost(one.term) - index.cost(other.term));
      const done = await left.narrow(terms, isPair);
      isSure &&= isWhole && done === terms.length;
      lists.push(...left.takeScores());
    }
    const candidates = left.all();
    if (order === "best") sort(candidates, lists, index.count);
    return new Search(index, conditions, candidates, isSure);
  }

  // How many there are, and whether it is known that there are no more.
  get total() {
    if (this.#isSure) return { count: this.#candidates.length, isExact: true };
    return { count: this.#found, isExact: this.isDone };
  }

  get isDone() {
    return this.#at >= this.#candidates.length;
  }

  // The next results; fewer than a page where many had to be looked at.
  async next() {
    const results = [];
    let looked = 0;
    while (!this.isDone && results.length < PAGE && looked < TEXTS) {
      const room = Math.min(PAGE - results.length, TEXTS - looked);
      const some = this.#candidates.slice(this.#at, this.#at + room);
      looked += some.length;
      const texts = await Promise.all(some.map((article) => this.#index.text(article)));
      this.#at += some.length;
      results.push(...texts.filter((text) => this.#isSure || meets(fields(text), this.#conditions)));
    }
    this.#found += results.length;
    return results;
  }
}

// The texts of an article that are searched.
export function fields(text) {
  const names = text.topics.flatMap(([, name, zhName]) => [name, zhName]);
  return [text.zhTitle, text.title, text.zhSummary, text.summary, ...names];
}

// The articles that are left after each list.
class Lists {
  #index;
  #month;
  #left; // null: all of them
  #scores = [];
  #spent = 0;

  constructor(index, month) {
    this.#index = index;
    this.#month = month;
  }

  // Leave those that have `terms` at their distances; gives how many of them were read.
  async narrow(terms, isPair) {
    let begun = null; // of each article, the places at which all of the terms so far can begin
    let read = 0;
    for (const { term, at } of terms) {
      const cost = this.#index.cost(term);
      if (this.#left && (this.#left.size <= FEW || this.#spent + cost > LISTS)) break;
      this.#spent += cost;
      const list = await this.#index.list(term, isPair);
      read += 1;
      const before = begun;
      begun = new Map();
      for (const [article, { low, places }] of list) {
        if (this.#left ? !this.#left.has(article) : !this.#isWanted(article)) continue;
        let starts = isPair ? places.map((place) => place - at) : [low ? 0 : TITLE];
        if (before) starts = starts.filter((start) => before.get(article)?.includes(start));
        if (starts.length) begun.set(article, starts);
      }
      this.#left = new Set(begun.keys());
    }
    if (begun) this.#scores.push(begun);
    return this.#left?.size === 0 ? terms.length : read;
  }

  async narrowByMark(term, isThere) {
    const list = await this.#index.list(term, false);
    this.#left = new Set(this.all().filter((article) => list.has(article) === isThere));
  }

  takeScores() {
    return this.#scores.splice(0);
  }

  // Those that are left, the newest first.
  all() {
    if (this.#left) return [...this.#left].sort((one, other) => other - one);
    return [...this.#index.articles()].filter((article) => this.#isWanted(article));
  }

  #isWanted(article) {
    return !this.#month || this.#index.isIn(article, this.#month);
  }
}

// The lists to be read for a condition, and whether they say all of it.
function readable({ chars, word, phrase }) {
  if (chars) return [{ isPair: true, terms: pairs({ chars }), isWhole: isCovered({ chars }) }];
  const isWhole = !phrase;
  return (phrase ?? [word]).map((term) => ({ isPair: false, terms: [{ term, at: 0 }], isWhole }));
}

function weight({ terms, isPair }) {
  return isPair ? 100 * terms.length : terms[0].term.length;
}

// Put first what has rare conditions often, and in its title.
function sort(candidates, lists, count) {
  const scores = new Map(candidates.map((article) => [article, 0]));
  for (const list of lists) {
    const rare = Math.log(1 + count / list.size);
    for (const [article, starts] of list) {
      if (!scores.has(article)) continue;
      const isTitled = starts.some((start) => start < TITLE);
      const worth = rare * ((isTitled ? 3 : 1) + Math.log2(starts.length));
      scores.set(article, scores.get(article) + worth);
    }
  }
  candidates.sort((one, other) => scores.get(other) - scores.get(one) || other - one);
}
