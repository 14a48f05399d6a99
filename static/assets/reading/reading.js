// The reading switch of an article: English, Chinese, or both, in the address and remembered.

import { blocksOf, fetchBlocks, numbersOf } from "./bodies.js";

const VIEWS = ["en", "zh", "both"];
const KEY = "l";

const reading = document.querySelector(".reading");
const slot = document.querySelector(".story .body");
if (reading && slot) start();

function start() {
  const words = reading.dataset;
  const own = slot.lang || document.documentElement.lang;
  const bodies = { [own.startsWith("zh") ? "zh" : "en"]: { blocks: blocksOf(slot), lang: own } };
  const home = Object.keys(bodies)[0];
  const buttons = new Map();
  let view = home;
  let pairs = null; // what sets two bodies beside each other, once that is asked for
  let asked = home; // the view that was asked for last, shown or not
  let translating = null; // what ends the translation that is under way
  let task = null; // what a click began, and another click, or Cancel, ends

  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.label);
  group.setAttribute("aria-keyshortcuts", KEY);
  group.title = words.hint;
  for (const name of VIEWS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words[name];
    button.lang = name === "en" ? "en" : "zh-Hant-TW";
    button.addEventListener("click", () => choose(name));
    buttons.set(name, button);
    group.append(button);
  }
  reading.querySelector("p").replaceWith(group);
  const status = document.createElement("p");
  status.className = "status";
  status.setAttribute("role", "status");
  document.body.append(status);
  press();

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== KEY || event.ctrlKey || event.metaKey || event.altKey || typing) return;
    choose(VIEWS[(VIEWS.indexOf(asked) + 1) % VIEWS.length]);
  });
  addEventListener("hashchange", () => {
    const named = viewIn(location.hash);
    if (named ? named !== asked : !location.hash && view !== home) open(named ?? home);
  });

  const wanted = viewIn(location.hash) ?? remembered();
  // What needs the browser's translator waits for a click, which the browser asks for.
  if (wanted && wanted !== view && words.other && (viewIn(location.hash) || wanted !== "en")) {
    open(wanted);
  }

  async function choose(name) {
    if (!(await open(name))) return;
    remember(name);
    history.replaceState(history.state, "", `#${name}`);
  }

  // Whether the view is there in the end, and nothing else was asked for.
  async function open(name) {
    task?.abort();
    if (name === "en") translating?.abort();
    const current = (task = new AbortController());
    asked = name;
    if (name === view) {
      if (!translating) say("");
      return true;
    }
    try {
      if (name !== home) await bring(current.signal);
      if (name === "both") pairs ??= await import("./pairs.js");
      current.signal.throwIfAborted();
      await show(name);
      return !current.signal.aborted;
    } catch (error) {
      if (current.signal.aborted) return false;
      asked = view;
      if (error.name === "Unavailable") say(words.unavailable);
      else say(words.failed, [words.retry, () => open(name)]);
      press();
      return false;
    }
  }

  // The other body, from the page that has it, else from the browser's translator.
  async function bring(signal) {
    const other = home === "en" ? "zh" : "en";
    if (bodies[other]) return;
    if (words.other) {
      say(words.loading);
      bodies[other] = { blocks: await fetchBlocks(words.other), lang: other === "zh" ? "zh-Hant-TW" : "en" };
      signal.throwIfAborted();
      return;
    }
    await translateBody(signal);
  }

  async function translateBody(signal) {
    const cancel = [words.cancel, () => choose("en")];
    const machine = await import("./machine.js");
    const stored = kept();
    const copies = bodies.en.blocks.map(machine.copyOf);
    const missing = copies.filter((copy, at) => !(stored[at] && machine.restore(copy, stored[at])));
    if (missing.length) {
      say(words.preparing, cancel);
      const { openTranslator } = await import("./translator.js");
      signal.throwIfAborted();
      const translator = await openTranslator(
        (part) => say(words.downloading.replace("{n}", Math.round(part * 100)), cancel), signal);
      signal.throwIfAborted();
      bodies.zh = { blocks: copies, lang: "zh-Hant-TW", machine: true };
      translating = new AbortController();
      run(machine, copies, missing, translator, stored, translating.signal, cancel);
    } else {
      bodies.zh = { blocks: copies, lang: "zh-Hant-TW", machine: true };
    }
  }

  async function run(machine, copies, missing, translator, stored, signal, cancel) {
    let done = 0;
    for (const copy of missing) {
      if (signal.aborted) break;
      say(words.translating.replace("{n}", done).replace("{all}", missing.length), cancel);
      await one(machine, copy, copies.indexOf(copy), translator, stored, signal);
      done += 1;
    }
    // What was not reached is begun anew by the next click.
    if (signal.aborted && done < missing.length) delete bodies.zh;
    translating = null;
    keep(stored);
    say("");
    if (view !== "en") listContents(view === "zh" ? "zh" : "en");
  }

  async function one(machine, copy, at, translator, stored, signal) {
    const english = bodies.en.blocks[at];
    copy.setAttribute("aria-busy", "true");
    try {
      stored[at] = await machine.translate(copy, translator, signal);
    } catch {
      if (signal.aborted) return;
      const failed = document.createElement("div");
      failed.className = "failed";
      failed.lang = "en";
      failed.dataset.pair = english.dataset.block;
      const same = machine.copyOf(english);
      same.lang = "en";
      same.classList.remove("machine");
      failed.append(same);
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = words.retryBlock;
      again.lang = document.documentElement.lang;
      again.addEventListener("click", () => {
        const fresh = machine.copyOf(english);
        swap(failed, fresh, at);
        one(machine, fresh, at, translator, stored, new AbortController().signal)
          .then(() => keep(stored));
      });
      failed.append(again);
      swap(copy, failed, at);
    }
    copy.removeAttribute("aria-busy");
  }

  function swap(old, fresh, at) {
    bodies.zh.blocks[at] = fresh;
    old.replaceWith(fresh);
  }

  async function show(name) {
    const place = placeNow();
    view = name;
    const change = () => {
      slot.replaceChildren(...content(name));
      slot.lang = name === "both" ? document.documentElement.lang : bodies[name].lang;
      slot.closest(".story").classList.toggle("both", name === "both");
      press();
      listContents(name === "zh" ? "zh" : "en");
      keepPlace(place);
    };
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (document.startViewTransition && !still) {
      const transition = document.startViewTransition(change);
      transition.ready.catch(() => {}); // skipped by the next one
      await transition.updateCallbackDone;
    } else {
      change();
    }
    if (translating) return;
    // Said, not shown: a reader sees the change.
    say(words[`said${name}`]);
    status.classList.add("heard");
  }

  function content(name) {
    const blocks = name === "both"
      ? pairs.rowsOf(bodies.en.blocks, bodies.zh.blocks).map(pairs.rowElement)
      : bodies[name].blocks;
    if (name === "en" || !bodies.zh.machine) return blocks;
    const note = document.createElement("p");
    note.className = "note";
    note.lang = document.documentElement.lang;
    note.textContent = words.machine;
    return [note, ...blocks];
  }

  // The block that begins nearest the top of the window, by its number, and how far it is from there.
  function placeNow() {
    if (slot.getBoundingClientRect().top > 0) return null;
    const places = [...slot.querySelectorAll("[data-block], [data-pair]")]
      .map((block) => ({ number: numbersOf(block)[0], top: block.getBoundingClientRect().top }))
      .filter((place) => place.number !== undefined);
    return places.sort((one, other) => Math.abs(one.top) - Math.abs(other.top))[0] ?? null;
  }

  function keepPlace(place) {
    if (!place) return;
    for (const block of slot.querySelectorAll("[data-block], [data-pair]")) {
      if (numbersOf(block)[0] >= place.number) {
        scrollBy({ top: block.getBoundingClientRect().top - place.top, behavior: "instant" });
        return;
      }
    }
  }

  // The table of contents leads to headings that are there.
  function listContents(language) {
    const list = document.querySelector(".contents ol");
    if (!list) return;
    list.lang = bodies[language].lang;
    list.replaceChildren(...[...slot.querySelectorAll("h2[id]")]
      .filter((heading) => view !== "both" || heading.closest("[lang]").lang.startsWith(language))
      .map((heading) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = `#${heading.id}`;
        link.textContent = heading.textContent;
        item.append(link);
        return item;
      }));
  }

  function press() {
    for (const [name, button] of buttons) button.setAttribute("aria-pressed", String(name === view));
  }

  function say(text, action) {
    status.classList.remove("heard");
    status.replaceChildren(text);
    if (action) {
      const button = document.createElement("button");
      button.type = "button";
      [button.textContent] = action;
      button.addEventListener("click", action[1]);
      status.append(" ", button);
    }
  }

  // Translations of this visit, by block.
  function kept() {
    try {
      return JSON.parse(sessionStorage.getItem(`machine ${location.pathname}`)) ?? [];
    } catch {
      return [];
    }
  }

  function keep(stored) {
    try {
      sessionStorage.setItem(`machine ${location.pathname}`, JSON.stringify(stored));
    } catch { /* a full or forbidden store only costs a translation */ }
  }
}

function viewIn(hash) {
  return VIEWS.find((name) => hash === `#${name}`);
}

function remembered() {
  try {
    return localStorage.getItem("reading");
  } catch {
    return null;
  }
}

function remember(name) {
  try {
    localStorage.setItem("reading", name);
  } catch { /* not remembered, then */ }
}
