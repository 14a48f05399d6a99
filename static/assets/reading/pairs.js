// Both bodies at once: each block beside its partner, tables row by row.

import { goesOn, spanOf } from "./blocks.js";

// Rows of `english` and `chinese` blocks, in the order of the text. Blocks that are not paired one
// by one share a row, and a block without a partner has one to itself. No number leads beyond the end.
export function rowsOf(english, chinese) {
  const rows = [];
  let next = 0;
  const alone = (end) => {
    for (; next < Math.min(end, english.length); next += 1) {
      rows.push({ english: [english[next]], chinese: [] });
    }
  };
  for (const block of chinese) {
    const [first, end] = spanOf(block) ?? [next, next - 1];
    const row = rows.at(-1);
    // What is newer may stand inside a span, and its English is there already.
    if (row?.chinese.length && (goesOn(block) || (spanOf(block) && row.english.length && end < next))) {
      row.chinese.push(block);
      continue;
    }
    alone(first);
    const partners = english.slice(next, end + 1);
    next += partners.length;
    rows.push({ english: partners, chinese: [block] });
  }
  alone(english.length);
  return rows;
}

// The element of a row. Where a heading is in it, it has an address of its own, after that heading.
export function rowElement({ english, chinese }) {
  const row = document.createElement("div");
  row.className = "pair";
  const heading = [...english, ...chinese].find((block) => block.matches("h2, h3, h4, h5, h6"));
  if (heading?.id) row.id = `both-${heading.id}`;
  if (english.length === 1 && chinese.length === 1) {
    const across = once(english[0], chinese[0]) ?? woven(english[0], chinese[0]);
    if (across) {
      row.classList.add("woven");
      row.append(across);
      return row;
    }
  }
  const isNewer = (block) => block.classList.contains("newer") && english.length > 0;
  const sides = [
    side(english, "en"),
    // English that is newer than its translation stands on its own side; here, what says so.
    side(chinese.map((block) => (isNewer(block) ? block.firstElementChild.cloneNode(true) : block)), "zh-Hant-TW"),
  ];
  // A table needs the whole width, and what is said of it stands above.
  if ([...english, ...chinese].some((block) => block.matches(".table"))) {
    row.classList.add("across");
    if (chinese.every(isNewer)) sides.reverse();
  }
  row.append(...sides);
  return row;
}

function side(blocks, lang) {
  const element = document.createElement("div");
  element.lang = lang;
  element.append(...blocks);
  return element;
}

// A block that is the same in both, such as code. A block that waits for its translation is not.
function once(english, chinese) {
  const settled = !chinese.classList.contains("machine") || english.matches("pre")
    || !/\p{L}/u.test(english.textContent);
  return settled && !english.id && alike(english, chinese) ? side([english], "en") : null;
}

const alike = (one, other) => one.tagName === other.tagName && one.innerHTML === other.innerHTML;

// One table of the rows of both, each Chinese row under its English one; nothing where they differ.
// A cell that is the same in both is there once, and so is the head, with both languages in it.
function woven(english, chinese) {
  const ours = [...english.querySelectorAll("tr")];
  const theirs = [...chinese.querySelectorAll("tr")];
  const fits = ours.length > 0 && ours.length === theirs.length && !chinese.matches(".newer, .failed")
    && ours.every((row, at) => row.cells.length === theirs[at].cells.length);
  if (!fits) return null;
  const frame = english.cloneNode(true);
  frame.lang = "en";
  [...frame.querySelectorAll("tr")].forEach((row, at) => {
    const partner = theirs[at].cloneNode(true);
    partner.lang = "zh-Hant-TW";
    const cells = [...row.cells].map((cell, column) => [cell, partner.cells[column]]);
    const shared = cells.filter(([cell, other]) => alike(cell, other));
    if (row.closest("thead")) {
      for (const [cell, other] of cells.filter((pair) => !shared.includes(pair))) {
        const beneath = document.createElement("span");
        beneath.lang = partner.lang;
        beneath.append(...other.childNodes);
        cell.append(" ", beneath);
      }
    } else if (shared.length < cells.length) {
      for (const [cell, other] of shared) {
        cell.rowSpan = 2;
        other.remove();
      }
      row.after(partner);
    }
  });
  return frame;
}
