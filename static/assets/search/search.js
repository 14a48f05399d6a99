// The page to search on. What is sought stands in its address, so it can be linked to.

import { Search } from "./finding.js";
import { loadVariants } from "./folding.js";
import { parse } from "./query.js";
import { item } from "./results.js";
import { Index, StaleError } from "./shards.js";

const form = document.querySelector("form.search");
const section = document.querySelector("section.results");
const heading = section.querySelector("h2");
const status = section.querySelector("[role=status]");
const list = section.querySelector("ol");
const more = section.querySelector(".more");
const edition = document.querySelector(".edition a");
const NAMES = ["q", "topic", "month", "lang", "order"];
const PAUSE = 300; // ms without a key, after which what was typed so far is sought
const PATIENCE = 400; // ms without an answer, after which that is said
const TYPED = "typed"; // the state of an address that further typing replaces

let index;
let typing; // the timer of a pause
let unknown = ""; // a filter of the address that cannot be chosen
let turn = 0; // of the search that was asked for last

function wanted() {
  return Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value]));
}

function query() {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted())) if (value) parameters.set(name, value);
  return parameters.toString();
}

// The other edition is led to with the same query.
function leadOn() {
  edition.search = query();
}

function fillForm() {
  const parameters = new URLSearchParams(location.search);
  unknown = "";
  for (const name of NAMES) {
    const field = form.elements[name];
    const value = parameters.get(name) ?? "";
    field.value = value;
    if (field.tagName !== "SELECT" || field.value === value) continue;
    field.selectedIndex = 0;
    unknown ||= value;
  }
  leadOn();
}

async function search() {
  turn += 1;
  const own = turn;
  const asked = wanted();
  const hasWords = asked.q.trim() !== "";
  const { waiting, empty, short, failed } = section.dataset;
  more.hidden = true;
  section.hidden = false;
  heading.hidden = !hasWords && !(asked.topic || asked.month || asked.lang);
  if (heading.hidden) {
    list.replaceChildren();
    say(empty);
    return;
  }
  // What was found last stays until there is an answer, so that nothing flickers while one types.
  list.ariaBusy = "true";
  const late = setTimeout(() => own === turn && say(waiting), PATIENCE);
  try {
    await loadVariants();
    const conditions = parse(asked.q);
    if (hasWords && !conditions.length) {
      if (own !== turn) return;
      list.replaceChildren();
      say(short);
    } else {
      await again(own, () => begin(own, asked, conditions));
    }
  } catch (error) {
    console.error(error);
    if (own !== turn) return;
    list.replaceChildren();
    say(failed);
  } finally {
    clearTimeout(late);
    if (own === turn) list.ariaBusy = "false";
  }
}

// Do `step`; where the index has changed since it was opened, once more with the new one.
async function again(own, step) {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof StaleError) || own !== turn) throw error;
    index = undefined;
    await step();
  }
}

async function begin(own, asked, conditions) {
  index ??= await Index.open(new URL(form.dataset.directory, location.href));
  const found = await Search.begin(index, conditions, asked);
  const first = await found.next();
  if (own !== turn) return;
  list.replaceChildren();
  show(first, found, conditions);
  more.onclick = async () => {
    more.disabled = true;
    try {
      const shown = list.children.length;
      const next = await found.next();
      if (own !== turn) return;
      show(next, found, conditions);
      (list.children[shown]?.querySelector("a") ?? more).focus();
    } catch (error) {
      if (own === turn) say(section.dataset.failed);
      console.error(error);
    } finally {
      more.disabled = false;
    }
  };
}

function show(results, found, conditions) {
  list.append(...results.map((text) => item(text, conditions, form.dataset.home)));
  const { count, isExact } = found.total;
  const data = section.dataset;
  if (count === 0) {
    say(isExact ? data.none : data.noneYet);
  } else {
    const { lang } = document.documentElement;
    const isOne = new Intl.PluralRules(lang).select(count) === "one";
    const [one, other] = isExact ? [data.one, data.other] : [data.leastOne, data.leastOther];
    say((isOne ? one : other).replace("{n}", new Intl.NumberFormat(lang).format(count)));
  }
  more.hidden = found.isDone;
  more.textContent = isExact || results.length ? data.more : data.older;
}

function say(text) {
  const skipped = unknown && section.dataset.unknown.replace("{value}", () => unknown);
  status.textContent = `${skipped}${skipped && " "}${text}`;
}

// Seek what the form says, and let the address say it: in the place of the last one where `state`
// says that both are of one typing, or where there was no query.
function go(state) {
  clearTimeout(typing);
  const next = new URL(location.href);
  next.search = query();
  const isSame = next.href === location.href;
  if (isSame && state === TYPED) return;
  const replaces = isSame || (state === TYPED && (history.state === TYPED || !location.search));
  if (replaces) history.replaceState(state, "", next);
  else history.pushState(state, "", next);
  unknown = "";
  leadOn();
  search();
}

function wait(event) {
  clearTimeout(typing);
  if (!event.isComposing) typing = setTimeout(() => go(TYPED), PAUSE);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(null);
});
form.elements.q.addEventListener("input", wait);
form.elements.q.addEventListener("compositionend", wait);
for (const select of form.querySelectorAll("select")) {
  select.addEventListener("change", () => go(null));
}
addEventListener("popstate", () => {
  clearTimeout(typing);
  fillForm();
  search();
});
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const field = form.elements.q;
  if (event.key === "/" && !event.target.closest("input, select, textarea")) {
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (event.target.closest("select")) return;
    const links = [...list.querySelectorAll("h3 a")];
    const at = links.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== field) return;
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    const target = next < 0 ? (at < 0 ? undefined : field) : links[next];
    if (!target) return;
    event.preventDefault();
    target.focus();
  }
});

fillForm();
search();
