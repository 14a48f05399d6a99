// Keeps the open page as its files are: told of an edit, the page fetches itself and takes in place
// what is new. It runs before all scripts of the page, and is in none that a build writes.

import { morph } from "./morph.js";
import { banner, hideMistakes, offer, showMistakes } from "./overlay.js";
import { keepPlace, placeOf } from "./place.js";

const [first, kind] = new URL(import.meta.url).search.slice(1).split("&");
const OWN = "/.newsarchive/";
let mark = `"${first}"`; // of what the page shows
let time = 0; // how often the scripts of the page began again
let under = Promise.resolve(); // the change that is being taken
const begun = []; // what the page's scripts listen to, outside of what is morphed

for (const target of [document, window]) {
  const add = target.addEventListener;
  target.addEventListener = function listen(...given) {
    begun.push([target, given]);
    add.apply(target, given);
  };
}

if (kind) banner(kind);

const drafts = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, drafts];

const events = new EventSource(`${OWN}events`);
events.onmessage = ({ data }) => {
  under = under.then(() => take(JSON.parse(data))).catch((error) => console.error(error));
};
window.onpagehide = () => events.close();

async function take(change) {
  if (change.drafts) markDrafts(change.drafts);
  if (change.hello) {
    if (change.mistakes.length) return showMistakes(change.mistakes);
    // The server was away, or an edit came before this page listened.
    return refresh([]);
  }
  if (change.mistakes) return showMistakes(change.mistakes);
  hideMistakes();
  if (change.scripts) return location.reload();
  swapStyles(change);
  swapFiles(change.files ?? []);
  if (!change.pages) return undefined;
  const stories = change.stories ?? [];
  const [story] = stories;
  const here = stories.some(({ links }) => links.includes(location.pathname));
  if (change.follow && !here) return location.assign(story.links[0]);
  await refresh(stories.flatMap(({ links }) => links));
  if (story && !here) offer(story, document.documentElement.lang.startsWith("zh") ? 1 : 0);
  return undefined;
}

// A stylesheet by its name in the new folder; the old one goes once that is there.
function swapStyles({ styles = [], assets = "" }) {
  for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
    const wanted = styles.find((style) => nameOf(style, assets) === nameOf(link.href, assets));
    if (!wanted) continue;
    const next = link.cloneNode();
    next.href = wanted;
    next.addEventListener("load", () => link.remove());
    next.addEventListener("error", () => link.remove());
    link.after(next);
  }
}

// The name of an asset, whatever folder it is in; of any other file, its path.
function nameOf(url, assets) {
  const { pathname } = new URL(url, location.href);
  const above = assets.replace(/[^/]+\/$/, "");
  return pathname.startsWith(above) ? pathname.slice(above.length).replace(/^[^/]+\//, "") : pathname;
}

function swapFiles(files) {
  for (const image of document.querySelectorAll("img[src]")) {
    const url = new URL(image.src);
    if (!files.includes(url.pathname)) continue;
    url.search = `?${Date.now()}`;
    image.src = url;
  }
}

// The page as it is now, if that is another; `links` are pages that are others.
async function refresh(links) {
  const response = await fetch(location.href, {
    cache: "no-store",
    headers: { "Accept": "application/json", "If-None-Match": mark },
  });
  if (response.status === 500) return showMistakes((await response.json()).mistakes);
  if (response.redirected) return location.replace(response.url + location.hash); // the site has moved
  hideMistakes();
  const other = document.querySelector(".reading")?.dataset.other;
  const shown = document.querySelector(".reading [aria-pressed=true]");
  const taken = other && links.includes(other) && location.hash !== "";
  if (response.status === 304 && !taken) return undefined;
  if (response.status === 304 && !shown) return undefined;
  const text = response.status === 304 ? await (await fetch(location.href)).text() : await response.text();
  mark = response.headers.get("ETag") ?? mark;
  const page = new DOMParser().parseFromString(text, "text/html");
  const said = page.querySelector(`script[src^="${OWN}"]`);
  banner(new URL(said?.src ?? location.href).search.split("&")[1]);
  await replace(page);
  return undefined;
}

// Take what is new of `page`, and begin its scripts again, as they would with it.
async function replace(page) {
  const place = placeOf();
  const wanted = document.querySelector(".reading [aria-pressed=true]")?.textContent;
  for (const [target, given] of begun.splice(0)) target.removeEventListener(...given);
  morph(document.head, page.head);
  for (const { name } of [...document.documentElement.attributes]) {
    if (!page.documentElement.hasAttribute(name)) document.documentElement.removeAttribute(name);
  }
  for (const { name, value } of page.documentElement.attributes) {
    document.documentElement.setAttribute(name, value);
  }
  morph(document.body, page.body);
  time += 1;
  // No view is faded into another while nobody asked for it.
  document.startViewTransition = undefined;
  try {
    for (const script of page.querySelectorAll("script[type=module][src]")) {
      const url = new URL(script.getAttribute("src"), location.href);
      if (url.pathname.startsWith(OWN)) continue;
      url.search = `?${time}`;
      await import(url).catch((error) => console.error(error));
    }
    if (wanted) await shows(wanted);
  } finally {
    delete document.startViewTransition;
  }
  keepPlace(place);
}

// Until the reading switch shows the view that it showed, or another was asked for.
async function shows(wanted) {
  for (let tries = 0; tries < 100; tries += 1) {
    const button = document.querySelector(".reading [aria-pressed=true]");
    if (!button || button.textContent === wanted) return;
    await new Promise((settle) => setTimeout(settle, 10));
  }
}

function markDrafts(links) {
  const selectors = links.map((link) => `main a[href=${JSON.stringify(link)}]::after`);
  drafts.replaceSync(selectors.length ? `${selectors.join(", ")} { content: " · draft"; font: 0.75em system-ui; }` : "");
}
