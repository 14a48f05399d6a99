// The buttons of the reading switch, in the place of its links, and the key that goes through them.

import { VIEWS } from "./address.js";

const KEY = "l";

// The buttons by their views; `choose` is told the view of one that is clicked.
export function setButtons(reading, choose) {
  const words = reading.dataset;
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.label);
  group.setAttribute("aria-keyshortcuts", KEY);
  group.title = words.hint;
  const buttons = new Map();
  for (const name of VIEWS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words[name];
    button.lang = name === "en" ? "en" : "zh-Hant-TW";
    button.addEventListener("click", () => choose(name));
    buttons.set(name, button);
    group.append(button);
  }
  reading.replaceChildren(group);
  return buttons;
}

// Tells `go` how many views further on the key leads.
export function listenForKey(go) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.isContentEditable || event.target.closest?.("input, textarea, select");
    if (event.key?.toLowerCase() !== KEY || event.repeat || event.isComposing || typing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    go(event.shiftKey ? VIEWS.length - 1 : 1);
  });
}
