// The Chinese of this visit: what the browser's translator makes of each English text, kept by that
// text until the window is closed.

import { copyOf, isKnown, restore, translate } from "./machine.js";
import { openTranslator, readiness } from "./translator.js";

const PATIENCE = 2; // so many silences, one after the other, and nothing more is asked for
const PLACE = `machine ${location.pathname}`;

// "available" where nothing but time is needed, "unavailable", or what else the browser says of a
// translator that it gives to a click alone.
export async function stateOf(english, signal) {
  const known = kept();
  return english.every((block) => isKnown(block, known)) ? "available" : readiness(signal);
}

// The blocks, at first in English where nothing is kept, and `run`, which translates those one by
// one until its signal ends it, and those that failed when it is called again; it gives how many are
// still in English. `put` is told each block that is done, and `settle` how many are left when one
// was tried again by itself.
export async function chineseOf(english, { words, say, put, settle }, signal) {
  const known = kept();
  const blocks = english.map(copyOf);
  const missing = new Map(); // the copy that is to be filled, or nothing where one has failed
  for (const [at, block] of blocks.entries()) {
    if (isKnown(block, known)) restore(block, known);
    else missing.set(at, block);
  }
  const open = (until) => openTranslator(
    (part) => say(words.downloading.replace("{n}", Math.round(part * 100))), until);
  let translator = missing.size > 0 ? await open(signal) : null;

  // What was wrong, if anything was. It may have been the translator, so the next one is another.
  async function one(at, ended) {
    const copy = missing.get(at) ?? copyOf(english[at]);
    if (!missing.get(at)) put(at, copy);
    missing.set(at, copy);
    copy.setAttribute("aria-busy", "true");
    try {
      translator ??= await open(ended);
      await translate(copy, known, translator, ended);
    } catch (error) {
      if (ended.aborted) return error;
      translator = null;
      fail(at);
      return error;
    }
    keep(known);
    missing.delete(at);
    copy.removeAttribute("aria-busy");
    put(at, copy);
    return null;
  }

  function fail(at) {
    missing.set(at, null);
    put(at, failed(at));
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
    again.addEventListener("click", async () => {
      await one(at, new AbortController().signal);
      settle(missing.size);
    });
    frame.append(same, again);
    return frame;
  }

  async function run(ended) {
    let silences = 0;
    const due = [...missing.keys()];
    for (const [done, at] of due.entries()) {
      if (silences === PATIENCE) {
        fail(at);
        continue;
      }
      say(words.translating.replace("{n}", done).replace("{all}", due.length));
      const error = await one(at, ended);
      if (ended.aborted) break;
      if (!error) silences = 0;
      else if (error.name === "Silence") silences += 1;
    }
    return missing.size;
  }

  return { blocks: [...blocks], run: missing.size > 0 ? run : null };
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
