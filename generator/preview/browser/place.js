// Where a reader is: how far down, at what, with what selected; and back there, in new elements.

const BLOCKS = ".story .body [data-block], .story .body [data-pair]";

export function placeOf() {
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const block = [...document.querySelectorAll(BLOCKS)].find((one) => one.getBoundingClientRect().bottom > 0);
  const body = document.querySelector(".story .body");
  return {
    scroll: scrollY,
    block: block && body.getBoundingClientRect().top < 0 && { key: keyOf(block), top: block.getBoundingClientRect().top },
    focus: focused(document.activeElement),
    selection: range && { start: spot(range.startContainer, range.startOffset), end: spot(range.endContainer, range.endOffset), text: String(selection) },
  };
}

export function keepPlace({ scroll, block, focus, selection }) {
  const same = block && [...document.querySelectorAll(BLOCKS)].find((one) => keyOf(one) === block.key);
  if (same) scrollBy({ top: same.getBoundingClientRect().top - block.top, behavior: "instant" });
  else scrollTo({ top: scroll, behavior: "instant" });
  if (focus && document.activeElement === document.body) {
    (focus.element.isConnected ? focus.element : again(focus))?.focus({ preventScroll: true });
  }
  if (!selection || String(getSelection()) === selection.text) return;
  const start = point(selection.start);
  const end = point(selection.end);
  if (start && end) getSelection().setBaseAndExtent(...start, ...end);
}

const keyOf = (block) => `${block.dataset.block ?? ""}/${block.dataset.pair ?? ""}/${block.closest("[lang]")?.lang}`;

function focused(element) {
  if (!element || element === document.body) return null;
  return { element, name: element.localName, text: element.textContent, href: element.getAttribute("href") };
}

function again({ name, text, href }) {
  return [...document.querySelectorAll(name)].find(
    (one) => one.textContent === text && one.getAttribute("href") === href);
}

// A place in the text: the nearest element that can be found again, and how many characters into it.
function spot(node, offset) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const holder = element.closest("[data-block], [data-pair], [id]") ?? document.body;
  const range = document.createRange();
  range.setStart(holder, 0);
  range.setEnd(node, offset);
  const attribute = ["data-block", "data-pair", "id"].find((one) => holder.hasAttribute(one));
  return {
    holder: attribute ? `[${attribute}=${JSON.stringify(holder.getAttribute(attribute))}]` : "body",
    offset: String(range).length,
  };
}

function point({ holder, offset }) {
  const element = document.querySelector(holder);
  const walker = element && document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker?.nextNode(); node; node = walker.nextNode()) {
    if (left <= node.length) return [node, left];
    left -= node.length;
  }
  return null;
}
