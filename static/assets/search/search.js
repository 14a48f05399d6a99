// The page to search on. What is sought stands in its address, so it can be linked to.

import { Search } from "./finding.js";
import { isHan, loadVariants } from "./folding.js";
import { parse } from "./query.js";
import { item } from "./results.js";
import { Index, StaleError } from "./shards.js";

const form = document.querySelector("form.search");
const section = document.querySelector("section.results");
const status = section.querySelector("[role=status]");
const list = section.querySelector("ol");
const more = section.querySelector(".more");
const NAMES = ["q", "topic", "month", "lang", "order"];

let index;
let turn = 0; // of the search that was asked for last

function wanted() {
  return Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value]));
}

function address() {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted())) if (value) parameters.set(name, value);
  const query = parameters.toString();
  return query ? `${location.pathname}?${query}` : location.pathname;
}

function fillForm() {
  const parameters = new URLSearchParams(location.search);
  for (const name of NAMES) {
    const field = form.elements[name];
    field.value = parameters.get(name) ?? "";
    if (field.value === "" && field.tagName === "SELECT") field.selectedIndex = 0;
  }
}

async function search() {
  turn += 1;
  const own = turn;
  const asked = wanted();
  list.replaceChildren();
  more.hidden = true;
  section.hidden = !asked.q.trim();
  if (section.hidden) return;
  say(section.dataset.waiting);
  try {
    await loadVariants();
    const conditions = parse(asked.q);
    const isShort = !conditions.length || conditions.every(({ chars }) => chars?.length === 1);
    if (isShort && !conditions.some(({ chars }) => chars?.some(isHan))) {
      say(section.dataset.short);
      return;
    }
    await again(own, () => begin(own, asked, conditions));
  } catch (error) {
    if (own === turn) say(section.dataset.failed);
    console.error(error);
  }
}

// Do `step`; where the index has changed since it was opened, once more with the new one.
async function again(own, step) {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof StaleError) || own !== turn) throw error;
    index = undefined;
    list.replaceChildren();
    await step();
  }
}

async function begin(own, asked, conditions) {
  index ??= await Index.open(new URL(form.dataset.directory, location.href));
  const found = await Search.begin(index, conditions, asked);
  await show(own, found, conditions);
  more.onclick = async () => {
    more.disabled = true;
    try {
      const shown = list.children.length;
      await show(own, found, conditions);
      (list.children[shown]?.querySelector("a") ?? more).focus();
    } catch (error) {
      if (own === turn) say(section.dataset.failed);
      console.error(error);
    } finally {
      more.disabled = false;
    }
  };
}

async function show(own, found, conditions) {
  const results = await found.next();
  if (own !== turn) return;
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
  status.textContent = text;
}

function go() {
  const next = address();
  if (next !== location.pathname + location.search) history.pushState(null, "", next);
  search();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  go();
});
for (const select of form.querySelectorAll("select")) select.addEventListener("change", go);
addEventListener("popstate", () => {
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
