// Both bodies at once: each block beside its partner, tables row by row.

import { numbersOf } from "./bodies.js";

// Rows of `english` and `chinese` blocks, in the order of the text. Blocks that are not paired one
// by one share a row, and a block without a partner has one to itself.
export function rowsOf(english, chinese) {
  const rows = [];
  let next = 0;
  const alone = (end) => {
    for (; next < end; next += 1) rows.push({ english: [english[next]], chinese: [] });
  };
  for (const block of chinese) {
    const numbers = numbersOf(block);
    const last = rows.at(-1);
    if (numbers.length && last?.chinese.length && last.key === String(numbers)) {
      last.chinese.push(block);
      continue;
    }
    if (numbers.length) alone(numbers[0]);
    const partners = english.slice(next, numbers.length ? numbers.at(-1) + 1 : next);
    next += partners.length;
    rows.push({ english: partners, chinese: [block], key: String(numbers) });
  }
  alone(english.length);
  return rows;
}

export function rowElement({ english, chinese }) {
  const row = document.createElement("div");
  row.className = "pair";
  const table = english.length === 1 && chinese.length === 1 && woven(english[0], chinese[0]);
  if (table) {
    row.classList.add("woven");
    row.append(table);
    return row;
  }
  for (const [blocks, lang] of [[english, "en"], [chinese, "zh-Hant-TW"]]) {
    const side = document.createElement("div");
    side.lang = lang;
    // English that is newer than its translation stands on its own side; here, what says so.
    side.append(...blocks.map((block) =>
      (block.classList.contains("newer") && english.length ? block.firstElementChild.cloneNode(true) : block)));
    row.append(side);
  }
  return row;
}

// One table of the rows of both, each Chinese row under its English one; nothing where they differ.
function woven(english, chinese) {
  const ours = [...english.querySelectorAll("tr")];
  const theirs = [...chinese.querySelectorAll("tr")];
  const alike = ours.length > 0 && ours.length === theirs.length
    && ours.every((row, at) => row.cells.length === theirs[at].cells.length);
  if (!alike) return null;
  const frame = english.cloneNode(true);
  frame.lang = "en";
  [...frame.querySelectorAll("tr")].forEach((row, at) => {
    const partner = theirs[at].cloneNode(true);
    partner.lang = "zh-Hant-TW";
    row.after(partner);
  });
  return frame;
}
