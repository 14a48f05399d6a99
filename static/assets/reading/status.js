// A line at the foot of the window: what is going on, and what can be done about it.

// Gives `say`, which shows a text and an action, [its name, what it does]. A focus that the line held
// goes to the next action, else to the element that `back` gives.
export function statusLine(back) {
  const line = document.createElement("p");
  line.className = "status";
  line.setAttribute("role", "status");
  document.body.append(line);

  function say(text, action) {
    const held = line.contains(document.activeElement);
    line.classList.remove("heard");
    line.replaceChildren(text);
    let next = back;
    if (action) {
      const button = document.createElement("button");
      button.type = "button";
      [button.textContent] = action;
      button.addEventListener("click", () => {
        action[1]();
        // The next action is another one, which the same key must not take at once.
        if (line.contains(document.activeElement)) back().focus({ preventScroll: true });
      });
      line.append(" ", button);
      next = () => button;
    }
    if (held) next().focus({ preventScroll: true });
  }

  // Said, not shown: a reader sees it.
  function whisper(text) {
    say(text);
    line.classList.add("heard");
  }

  return { say, whisper };
}
