// What an address and the reader's own choice say of the view. An address is not remembered: someone
// else may have written it.

export const VIEWS = ["en", "zh", "both"];

// The view that `hash` names: by itself, by a heading of one language, which both have too, or by
// such a heading in both (`#both-en-…`).
export function viewIn(hash, current) {
  if (VIEWS.includes(hash.slice(1))) return hash.slice(1);
  const named = hash.match(/^#(en|zh|both)-/)?.[1];
  return named && current === "both" ? "both" : named;
}

// The element that `hash` leads to, where there is one; where both are not shown, the heading itself.
export function targetOf(hash) {
  try {
    const id = decodeURIComponent(hash.slice(1));
    return document.getElementById(id) ?? document.getElementById(id.replace(/^both-/, ""));
  } catch {
    return null;
  }
}

export function remembered() {
  try {
    return localStorage.getItem("reading");
  } catch {
    return null;
  }
}

export function remember(name) {
  try {
    localStorage.setItem("reading", name);
  } catch { /* not remembered, then */ }
}

// The view in which this entry of the browser's history was left: a heading's address may not tell.
export const viewLeft = () => VIEWS.find((name) => name === history.state?.view);

export function setAddress(view, hash = `#${view}`) {
  try {
    history.replaceState({ ...history.state, view }, "", hash);
  } catch { /* some browsers allow so many, and no more */ }
}
