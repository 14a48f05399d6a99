// The reading switch of an article: English, Chinese, or both, in the address and remembered.

import { VIEWS, remember, remembered, setAddress, targetOf, viewIn, viewLeft } from "./address.js";
import { blocksOf, sectionsOf } from "./blocks.js";
import { listenForKey, setButtons } from "./buttons.js";
import { statusLine } from "./status.js";

const reading = document.querySelector(".reading");
const slot = document.querySelector(".story .body");
if (reading && slot) start();

function start() {
  const words = reading.dataset;
  const notice = document.querySelector(".story .notice");
  const edition = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const link = document.querySelector(".edition a");
  const own = slot.lang || document.documentElement.lang;
  const home = own.startsWith("zh") ? "zh" : "en";
  const bodies = { [home]: { blocks: blocksOf(slot), lang: own, sections: sectionsOf(document) } };
  const buttons = setButtons(reading, (name) => choose(name));
  const { say, mention, whisper } = statusLine(() => buttons.get(asked));
  const close = [words.close, () => { say(""); stay(); }];
  let view = home;
  let pairs = null; // what sets two bodies beside each other, once that is asked for
  let contents = null; // and what any other view needs
  let places = null;
  let showHead = null;
  let rows = []; // the rows of both, while both are shown
  let asked = home; // the view that was asked for last, shown or not
  let translating = null; // what ends the translation that is under way
  let unfinished = false; // whether blocks are to be translated still, or have failed
  let began; // the task that began the last translation
  let task = null; // what a click began, and another click, or Cancel, ends

  press();
  arrive();

  listenForKey((step) => choose(VIEWS[(VIEWS.indexOf(asked) + step) % VIEWS.length]));
  addEventListener("hashchange", () => {
    const named = namedView(view);
    const wanted = viewLeft() ?? named ?? (location.hash ? asked : home);
    if (wanted !== asked) come(wanted, named, jump);
    else if (asked === view) keepAddress();
  });
  addEventListener("pagehide", () => {
    places?.leave(view, slot);
    // The browser would look for the place in a text that is not there yet when the page comes back.
    history.scrollRestoration = view === home ? "auto" : "manual";
  });
  addEventListener("pageshow", ({ persisted }) => { if (persisted) history.scrollRestoration = "auto"; });

  // What was left here is shown, else what the address names, else what the reader chose; but a page
  // in Chinese stays so.
  function arrive() {
    const chosen = remembered();
    const named = viewLeft() ?? namedView(chosen);
    const wanted = named ?? (VIEWS.includes(chosen) && chosen !== "en" ? chosen : home);
    const isBack = viewLeft() === wanted;
    const back = () => {
      history.scrollRestoration = "auto";
      if (!(isBack && places.restore(wanted, slot)) && !scrollY) jump();
    };
    if (wanted !== home) come(wanted, named, back);
    else keepAddress();
  }

  // The view that the address names. A heading that is in view already needs no other.
  function namedView(current) {
    const named = viewIn(location.hash, current);
    return named && named !== "both" && slot.contains(targetOf(location.hash)) ? view : named;
  }

  // The address that was gone to in this view opens it again.
  function keepAddress() {
    const row = view === "both" && targetOf(location.hash)?.closest(".pair[id]");
    setAddress(view, row ? `#${row.id}` : location.hash || (view === home ? "" : undefined));
  }

  // A view that no click asked for, and `then`. What the browser must fetch a translator for waits
  // for a click.
  async function come(name, named, then) {
    const { hash } = location;
    const again = () => { setAddress(view, hash); come(name, named, then); };
    const shown = async () => {
      if (!(await open(name, again))) return;
      then();
      keepAddress();
    };
    if (name === view || name === home || bodies.zh || words.other) return void shown();
    const { signal } = begin(name);
    const state = await import("./visit.js")
      .then(({ stateOf }) => stateOf(bodies.en.blocks, signal))
      .catch((error) => (error.name === "Silence" ? "silent" : "unavailable"));
    if (signal.aborted) return undefined;
    if (state === "available") return void shown();
    const tell = named ? say : mention;
    if (state === "silent") tell(words.silent, [words.retry, again], close);
    else if (state !== "unavailable") return tell(words.ask, [words.translate, shown], close);
    else tell(named ? words.unavailable : words.englishonly, close);
    return stay();
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
      contents ??= await import("./contents.js");
      places ??= await import("./place.js");
      showHead ??= (await import("./head.js")).headOf(slot.closest(".story"));
      current.signal.throwIfAborted();
      await show(name, current.signal);
      return !current.signal.aborted;
    } catch (error) {
      if (current.signal.aborted) return false;
      const silent = error.name === "Silence" && !words.other;
      const { hash } = location;
      stay();
      if (error.name === "Unavailable") say(words.unavailable, close);
      else if (error.name === "Changed") say(words.changed, [words.reload, () => reload(name, hash)], close);
      else say(silent ? words.silent : words.failed, [words.retry, again], close);
      return false;
    }
  }

  function reload(name, hash) {
    setAddress(name, viewIn(hash, name) === name ? hash : `#${name}`);
    location.reload();
  }

  // What is shown stays, and the address names no other view.
  function stay() {
    asked = view;
    press();
    if ((namedView(view) ?? view) === view) return;
    const target = targetOf(location.hash);
    setAddress(view, target ? `#${target.id}` : `#${view}`);
    jump();
  }

  async function cancel() {
    if (await open(view)) stay();
  }

  // The other body, from the page that has it, else from the browser's translator.
  async function bring(signal) {
    const other = home === "en" ? "zh" : "en";
    if (bodies[other]) return;
    if (words.other) {
      say(words.loading, [words.cancel, cancel]);
      const { fetchBody } = await import("./stored.js");
      const body = await fetchBody(words.other, slot.dataset.of, signal);
      signal.throwIfAborted();
      bodies[other] = { ...body, lang: other === "zh" ? "zh-Hant-TW" : "en" };
      return;
    }
    await translateBody(signal);
  }

  async function translateBody(signal) {
    const end = [words.cancel, () => choose("en")];
    say(words.preparing, end);
    const { chineseOf } = await import("./visit.js");
    const settle = (left) => {
      if (translating || !bodies.zh) return;
      unfinished = left > 0;
      if (unfinished) say(words.partly, [words.retry, translateRest], close);
      else whisper(words[`said${asked}`]);
    };
    const told = { words, say: (text) => say(text, end), put, settle };
    const { blocks, run } = await chineseOf(bodies.en.blocks, told, signal);
    signal.throwIfAborted();
    bodies.zh = { blocks, lang: "zh-Hant-TW", machine: true };
    if (!run) return;
    began = task;
    translateRest();

    async function translateRest() {
      unfinished = true;
      translating = new AbortController();
      const { signal: ended } = translating;
      const left = await run(ended);
      if (ended.aborted) return;
      translating = null;
      settle(left);
    }
  }

  // What is not translated yet is begun anew by the next click.
  function stop() {
    if (!unfinished) return;
    translating?.abort();
    translating = null;
    unfinished = false;
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
    const place = places.placeIn(slot);
    const held = places.heldIn(slot);
    const busy = translating || began === task; // and has its own last word
    const change = () => {
      if (signal.aborted) return;
      slot.replaceChildren(...content(name));
      view = name;
      slot.lang = name === "both" ? document.documentElement.lang : bodies[name].lang;
      slot.closest(".story").classList.toggle("both", name === "both");
      showHead(edition === "en" && name === "zh");
      showSections(bodies[name === "both" ? edition : name].sections);
      if (link) link.hash = name === home ? "" : name;
      if (notice && words.other) notice.textContent = words[`notice${name}`];
      press();
      list();
      places.holdIn(slot, held);
      places.keepPlace(slot, place);
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

  function showSections(sections) {
    if (!sections?.length || sections[0].isConnected) return;
    for (const section of sectionsOf(document)) section.remove();
    slot.closest(".story").append(...sections);
  }

  function list() {
    if (!contents) return; // nothing else was shown yet
    if (view === "both") contents.listBoth(slot, bodies[edition].lang);
    else contents.listContents(slot, bodies[view].lang);
  }

  function press() {
    for (const [name, button] of buttons) button.setAttribute("aria-pressed", String(name === view));
  }
}
