// What an address and the reader's own choice say of the view. An address is not remembered: someone
// else may have written it.

export const VIEWS = ["en", "zh", "both"];

// The view that `hash` names, by itself or by a heading of one language, which both have too.
export function viewIn(hash, current) {
  if (VIEWS.includes(hash.slice(1))) return hash.slice(1);
  const language = hash.match(/^#(en|zh)-/)?.[1];
  return language && current === "both" ? "both" : language;
}

// The element that `hash` leads to, where there is one.
export function targetOf(hash) {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
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

export function setAddress(view) {
  try {
    history.replaceState(history.state, "", `#${view}`);
  } catch { /* some browsers allow so many, and no more */ }
}
