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

// Note where the reader is in this view when its page is left, for `restore`, which tells whether it
// was noted.
export function leave(view, slot) {
  try {
    sessionStorage.setItem(keyOf(view), JSON.stringify({ place: placeIn(slot), y: scrollY }));
  } catch { /* only the place is lost */ }
}

export function restore(view, slot) {
  try {
    const { place, y } = JSON.parse(sessionStorage.getItem(keyOf(view)));
    if (place) keepPlace(slot, place);
    else scrollTo({ top: y, behavior: "instant" });
    return true;
  } catch {
    return false;
  }
}

const keyOf = (view) => `place ${view} ${location.pathname}`;
