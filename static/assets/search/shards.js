// The files of the index, as generator/search/ writes them. A file's address says which version of
// it is wanted, so a browser that has it asks nobody.

import { crc32 } from "./crc32.js";

const SHARDS = 1024;
const PHASES = 32;
const RECENT = 14;
const BLOCK = 16;
const TOGETHER = 2;
const STEP = 2048;
const NEWEST = 10_000; // bytes that a file of the newest has in a large archive

// The directory is not that of the files any more: it has to be fetched again.
export class StaleError extends Error {}

export class Index {
  #folder;
  #directory;
  #files = new Map();
  #months = [];

  constructor(address) {
    this.#folder = new URL(".", address);
  }

  // The index whose directory is at `address`.
  static async open(address) {
    const index = new Index(address);
    const response = await fetch(address, { cache: "no-cache" });
    if (!response.ok) throw new Error(response.statusText);
    index.#read(await response.json());
    return index;
  }

  #read(directory) {
    this.#directory = directory;
    let first = 0;
    for (const [year, month, count, version] of directory.months) {
      const name = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
      this.#months.push({ name, first, count, version });
      first += Math.ceil(count / BLOCK) * BLOCK;
    }
  }

  // How many articles there are.
  get count() {
    return this.#months.reduce((sum, month) => sum + month.count, 0);
  }

  // The numbers of all articles, the newest first.
  *articles() {
    for (const { first, count } of this.#months.toReversed()) {
      for (let at = count - 1; at >= 0; at -= 1) yield first + at;
    }
  }

  // Whether the month of that name has the article.
  isIn(article, name) {
    return this.#monthOf(article).name === name;
  }

  // The articles that have `term`, by their numbers: `low` and, of a pair, its places.
  async list(term, isPair) {
    const found = new Map();
    const number = crc32(term);
    const shard = number % SHARDS;
    const version = this.#directory.phases[shard % PHASES];
    const recent = Math.floor(number / SHARDS) % RECENT;
    const files = await Promise.all([
      version && this.#shard(`all/${shard}.bin`, version),
      this.#directory.months.length && this.#shard(`recent/${recent}.bin`, this.#directory.recent),
    ]);
    for (const file of files) if (file) readList(file.get(term), isPair, found);
    return found;
  }

  // About how many bytes the files are that have the list of `term`.
  cost(term) {
    return Number.parseInt(this.#directory.sizes[crc32(term) % SHARDS], 36) * STEP + NEWEST;
  }

  // What is shown of an article.
  async text(article) {
    const month = this.#monthOf(article);
    const at = article - month.first;
    const path = `${month.name}/${Math.floor(at / TOGETHER)}.json`;
    const texts = await this.#file(path, month.version, readTexts);
    const text = texts[at % TOGETHER];
    if (!text) throw new StaleError();
    const [slug, date, title, zhTitle, summary, zhSummary, topics] = text;
    const route = `${month.name.replace("-", "/")}/${encodeURIComponent(slug)}/`;
    return { route, date, title, zhTitle, summary, zhSummary, topics };
  }

  #monthOf(article) {
    return this.#months.findLast((month) => month.first <= article);
  }

  #shard(path, version) {
    return this.#file(path, version, (bytes) => {
      const made = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0"));
      if (made.join("") !== version) throw new StaleError();
      return readShard(bytes);
    });
  }

  #file(path, version, read) {
    let known = this.#files.get(path);
    if (!known) {
      known = this.#fetch(new URL(`${path}?v=${version}`, this.#folder), read);
      known.catch(() => this.#files.delete(path));
      this.#files.set(path, known);
    }
    return known;
  }

  // What a browser or a host on the way has kept may be of another version than it says.
  async #fetch(address, read) {
    try {
      return read(await bytesOf(address, "force-cache"));
    } catch (error) {
      if (!(error instanceof StaleError)) throw error;
      return read(await bytesOf(address, "reload"));
    }
  }
}

async function bytesOf(address, cache) {
  const response = await fetch(address, { cache });
  if (response.status === 404) throw new StaleError();
  if (!response.ok) throw new Error(response.statusText);
  return new Uint8Array(await response.arrayBuffer());
}

function readTexts(bytes) {
  return JSON.parse(new TextDecoder().decode(bytes));
}

function readShard(bytes) {
  const terms = new Map();
  const decoder = new TextDecoder();
  const reader = new Reader(bytes, 4);
  while (!reader.done) {
    const term = decoder.decode(reader.bytes(reader.varint()));
    terms.set(term, reader.bytes(reader.varint()));
  }
  return terms;
}

function readList(bytes, isPair, found) {
  if (!bytes) return;
  const reader = new Reader(bytes, 0);
  let article = 0;
  while (!reader.done) {
    const head = reader.varint();
    const low = head % 4;
    article += Math.floor(head / 4);
    const places = [];
    if (isPair) {
      const count = low === 3 ? 3 + reader.varint() : low;
      for (let at = 0; at < count; at += 1) places.push((places.at(-1) ?? 0) + reader.varint());
    }
    found.set(article, { low, places });
  }
}

class Reader {
  #bytes;
  #at;

  constructor(bytes, at) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get done() {
    return this.#at >= this.#bytes.length;
  }

  bytes(length) {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  varint() {
    let number = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.#bytes[this.#at];
      this.#at += 1;
      number += (byte & 127) * unit;
      if (!(byte & 128)) return number;
    }
  }
}
