// The Chinese of this visit: what the browser's translator makes of each English text, kept by that
// text until the window is closed.

import { copyOf, isKnown, restore, translate } from "./machine.js";
import { openTranslator, readiness } from "./translator.js";

const PLACE = `machine ${location.pathname}`;

// "available" where nothing but time is needed, "unavailable", or what else the browser says of a
// translator that it gives to a click alone.
export async function stateOf(english, signal) {
  const known = kept();
  return english.every((block) => isKnown(block, known)) ? "available" : readiness(signal);
}

// The blocks, at first in English where nothing is kept, and `run`, which translates those one by
// one until `signal` ends it, and gives how many failed. `put` is told each block that is done.
export async function chineseOf(english, { words, say, put }, signal) {
  const known = kept();
  const blocks = english.map(copyOf);
  const missing = [];
  for (const [at, block] of blocks.entries()) {
    if (isKnown(block, known)) restore(block, known);
    else missing.push(at);
  }
  const translator = missing.length && (await openTranslator(
    (part) => say(words.downloading.replace("{n}", Math.round(part * 100))), signal));

  async function one(copy, at, ended) {
    copy.setAttribute("aria-busy", "true");
    let done = copy;
    try {
      await translate(copy, known, translator, ended);
      keep(known);
    } catch {
      if (ended.aborted) return false;
      done = failed(at);
    }
    copy.removeAttribute("aria-busy");
    put(at, done);
    return done === copy;
  }

  // The English of a block, and what tries it again.
  function failed(at) {
    const frame = document.createElement("div");
    frame.className = "failed";
    frame.lang = "en";
    frame.dataset.pair = english[at].dataset.block;
    const same = copyOf(english[at]);
    same.lang = "en";
    same.classList.remove("machine");
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = words.retryBlock;
    again.lang = document.documentElement.lang;
    again.addEventListener("click", () => {
      const fresh = copyOf(english[at]);
      put(at, fresh);
      one(fresh, at, new AbortController().signal);
    });
    frame.append(same, again);
    return frame;
  }

  async function run(ended) {
    let failures = 0;
    for (const [done, at] of missing.entries()) {
      say(words.translating.replace("{n}", done).replace("{all}", missing.length));
      if (!(await one(blocks[at], at, ended))) failures += 1;
      if (ended.aborted) break;
    }
    return failures;
  }

  return { blocks: [...blocks], run: missing.length ? run : null };
}

function kept() {
  try {
    const texts = JSON.parse(sessionStorage.getItem(PLACE));
    return new Map(texts.filter(([, chinese]) => typeof chinese === "string"));
  } catch {
    return new Map(); // nothing yet, or nothing of this page's
  }
}

function keep(known) {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify([...known]));
  } catch { /* a full or forbidden store only costs a translation */ }
}
