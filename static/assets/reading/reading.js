// The reading switch of an article: English, Chinese, or both, in the address and remembered.

import { VIEWS, remember, remembered, setAddress, targetOf, viewIn } from "./address.js";
import { blocksOf, fetchBlocks, spanOf } from "./bodies.js";
import { listContents } from "./contents.js";
import { statusLine } from "./status.js";

const KEY = "l";

const reading = document.querySelector(".reading");
const slot = document.querySelector(".story .body");
if (reading && slot) start();

function start() {
  const words = reading.dataset;
  const notice = document.querySelector(".story .notice");
  const own = slot.lang || document.documentElement.lang;
  const bodies = { [own.startsWith("zh") ? "zh" : "en"]: { blocks: blocksOf(slot), lang: own } };
  const home = Object.keys(bodies)[0];
  const buttons = new Map();
  let view = home;
  let pairs = null; // what sets two bodies beside each other, once that is asked for
  let rows = []; // the rows of both, while both are shown
  let asked = home; // the view that was asked for last, shown or not
  let translating = null; // what ends the translation that is under way
  let began; // the task that began the last translation
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
  const { say, whisper } = statusLine(() => buttons.get(asked));
  press();
  arrive();

  document.addEventListener("keydown", (event) => {
    const typing = event.target.isContentEditable || event.target.closest?.("input, textarea, select");
    if (event.key?.toLowerCase() !== KEY || event.repeat || event.isComposing || typing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? VIEWS.length - 1 : 1;
    choose(VIEWS[(VIEWS.indexOf(asked) + step) % VIEWS.length]);
  });
  addEventListener("hashchange", () => {
    const named = namedView(view);
    const wanted = named ?? (location.hash ? asked : home);
    if (wanted !== asked) come(wanted, named, jump);
  });

  // What the address names is shown, else what the reader chose; but a page in Chinese stays so.
  function arrive() {
    const chosen = remembered();
    const named = namedView(chosen);
    const wanted = named ?? (VIEWS.includes(chosen) && chosen !== "en" ? chosen : home);
    // A page that is come back to has its place already.
    if (wanted !== home) come(wanted, named, () => scrollY || jump());
  }

  // The view that the address names. A heading that is in view already needs no other.
  function namedView(current) {
    const named = viewIn(location.hash, current);
    return named && named !== "both" && slot.contains(targetOf(location.hash)) ? view : named;
  }

  // A view that no click asked for, and `then`. What the browser must fetch a translator for waits
  // for a click; that is said where the address names the view.
  async function come(name, named, then) {
    if (name !== "en" && !bodies.zh && !words.other) {
      const { signal } = begin(view);
      say("");
      const state = await import("./visit.js")
        .then(({ stateOf }) => stateOf(bodies.en.blocks, signal))
        .catch(() => "unavailable");
      if (signal.aborted) return;
      if (state !== "available") {
        if (named && state === "unavailable") say(words.unavailable);
        else if (named) say(words.ask, [words.translate, async () => (await open(name)) && then()]);
        return;
      }
    }
    if (await open(name, () => come(name, named, then))) then();
  }

  // To the heading that the address names, which was not there when the browser looked for it.
  function jump() {
    const target = targetOf(location.hash);
    if (!target || !slot.contains(target)) return;
    location.replace(location.hash);
    target.scrollIntoView({ behavior: "instant" });
  }

  async function choose(name) {
    if (!(await open(name, () => choose(name)))) return;
    remember(name);
    setAddress(name);
  }

  // A task that leads to a view ends the one before.
  function begin(name) {
    task?.abort();
    task = new AbortController();
    asked = name;
    return task;
  }

  // Whether the view is there in the end, and nothing else was asked for.
  async function open(name, again = () => open(name)) {
    const current = begin(name);
    if (name === "en") stop();
    if (name === view) {
      if (!translating) say("");
      press();
      return true;
    }
    try {
      if (name !== home) await bring(current.signal);
      if (name === "both") pairs ??= await import("./pairs.js");
      current.signal.throwIfAborted();
      await show(name, current.signal);
      return !current.signal.aborted;
    } catch (error) {
      if (current.signal.aborted) return false;
      asked = view;
      if (error.name === "Unavailable") say(words.unavailable);
      else if (error.name === "Changed") say(words.changed, [words.reload, () => reload(name)]);
      else say(words.failed, [words.retry, again]);
      press();
      return false;
    }
  }

  function reload(name) {
    if (viewIn(location.hash, name) !== name) setAddress(name);
    location.reload();
  }

  // What is shown stays, and the address names no other view.
  async function cancel() {
    if ((await open(view)) && (namedView(view) ?? view) !== view) setAddress(view);
  }

  // The other body, from the page that has it, else from the browser's translator.
  async function bring(signal) {
    const other = home === "en" ? "zh" : "en";
    if (bodies[other]) return;
    if (words.other) {
      say(words.loading, [words.cancel, cancel]);
      const blocks = await fetchBlocks(words.other, slot.dataset.of, signal);
      signal.throwIfAborted();
      bodies[other] = { blocks, lang: other === "zh" ? "zh-Hant-TW" : "en" };
      return;
    }
    await translateBody(signal);
  }

  async function translateBody(signal) {
    const end = [words.cancel, () => choose("en")];
    say(words.preparing, end);
    const { chineseOf } = await import("./visit.js");
    const told = { words, say: (text) => say(text, end), put };
    const { blocks, run } = await chineseOf(bodies.en.blocks, told, signal);
    signal.throwIfAborted();
    bodies.zh = { blocks, lang: "zh-Hant-TW", machine: true };
    if (!run) return;
    translating = new AbortController();
    began = task;
    const { signal: ended } = translating;
    run(ended).then((failures) => {
      if (ended.aborted) return;
      translating = null;
      say(failures ? words.partly : "");
    });
  }

  // What is not translated yet is begun anew by the next click.
  function stop() {
    if (!translating) return;
    translating.abort();
    translating = null;
    delete bodies.zh;
  }

  // A Chinese block that is done, or failed, or is tried again, in the place of the one before.
  function put(at, fresh) {
    if (!bodies.zh) return;
    const old = bodies.zh.blocks[at];
    bodies.zh.blocks[at] = fresh;
    const row = view === "both" && rows.find(({ chinese }) => chinese.includes(old));
    let shown = row?.element ?? old;
    const held = shown.contains(document.activeElement);
    if (row && (fresh !== old || !old.isConnected)) {
      row.chinese.splice(row.chinese.indexOf(old), 1, fresh);
      row.element = pairs.rowElement(row);
      shown.replaceWith(row.element);
      shown = row.element;
    } else if (fresh !== old) {
      old.replaceWith(fresh);
    }
    if (fresh.matches("h2, .failed")) list();
    if (!held || shown.contains(document.activeElement)) return;
    const next = fresh.isConnected ? fresh.querySelector(":scope > button") ?? fresh : shown;
    if (!next.matches("button, [tabindex]")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }

  async function show(name, signal) {
    const place = placeNow();
    const busy = translating || began === task; // and has its own last word
    const change = () => {
      if (signal.aborted) return;
      slot.replaceChildren(...content(name));
      view = name;
      slot.lang = name === "both" ? document.documentElement.lang : bodies[name].lang;
      slot.closest(".story").classList.toggle("both", name === "both");
      if (notice && words.other) notice.textContent = words[`notice${name}`];
      press();
      list();
      keepPlace(place);
    };
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (document.startViewTransition && !still) {
      const transition = document.startViewTransition(change);
      for (const end of [transition.ready, transition.finished]) end.catch(() => {}); // skipped by the next one
      await transition.updateCallbackDone;
    } else {
      change();
    }
    if (busy || signal.aborted) return;
    whisper(words[`said${name}`]);
  }

  function content(name) {
    rows = name === "both" ? pairs.rowsOf(bodies.en.blocks, bodies.zh.blocks) : [];
    for (const row of rows) row.element = pairs.rowElement(row);
    const blocks = rows.length ? rows.map((row) => row.element) : bodies[name].blocks;
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
      .map((block) => ({ number: spanOf(block)?.[0], top: block.getBoundingClientRect().top }))
      .filter((place) => place.number !== undefined);
    return places.sort((one, other) => Math.abs(one.top) - Math.abs(other.top))[0] ?? null;
  }

  function keepPlace(place) {
    if (!place) return;
    for (const block of slot.querySelectorAll("[data-block], [data-pair]")) {
      if (spanOf(block)?.[0] >= place.number) {
        scrollBy({ top: block.getBoundingClientRect().top - place.top, behavior: "instant" });
        return;
      }
    }
  }

  function list() {
    const edition = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
    listContents(slot, bodies[view === "both" ? edition : view].lang, view === "both");
  }

  function press() {
    for (const [name, button] of buttons) button.setAttribute("aria-pressed", String(name === view));
  }
}
