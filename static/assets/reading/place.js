// The reader's place in the text, which is the same block in every view.

import { spanOf } from "./blocks.js";

const BLOCKS = "[data-block], [data-pair]";

// The block that begins nearest the top of the window, by its number, and how far it is from there;
// nothing where all of `slot` is below.
export function placeIn(slot) {
  if (slot.getBoundingClientRect().top > 0) return null;
  const places = [...slot.querySelectorAll(BLOCKS)]
    .map((block) => ({ number: spanOf(block)?.[0], top: block.getBoundingClientRect().top }))
    .filter((place) => place.number !== undefined);
  return places.sort((one, other) => Math.abs(one.top) - Math.abs(other.top))[0] ?? null;
}

export function keepPlace(slot, place) {
  if (!place) return;
  for (const block of slot.querySelectorAll(BLOCKS)) {
    if (spanOf(block)?.[0] >= place.number) {
      scrollBy({ top: block.getBoundingClientRect().top - place.top, behavior: "instant" });
      return;
    }
  }
}

// The number of the block that has the focus, and a focus again at the block of that number: the
// Tab key goes on from there.
export const heldIn = (slot) =>
  (slot.contains(document.activeElement) ? numberOf(document.activeElement) : undefined);

export function holdIn(slot, number) {
  const block = [...slot.querySelectorAll(BLOCKS)].find((one) => numberOf(one) === number);
  if (number === undefined || !block) return;
  block.tabIndex = -1;
  block.focus({ preventScroll: true });
}

function numberOf(element) {
  const block = element.closest(BLOCKS);
  return block ? spanOf(block)?.[0] : undefined;
}

// Where the reader was in this view when its page was left. The browser knows that too, but not that a
// text of another length comes in later.
export function placeLeft(view) {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(view)));
  } catch {
    return null;
  }
}

export function leave(view, place) {
  try {
    sessionStorage.setItem(keyOf(view), JSON.stringify(place));
  } catch { /* only the place is lost */ }
}

const keyOf = (view) => `place ${view} ${location.pathname}`;
