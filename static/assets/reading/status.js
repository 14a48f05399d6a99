// A line at the foot of the window: what is going on, and what can be done about it.

// Gives `say`, which shows a text and what can be done, each as [its name, what it does]; `mention`,
// which does so quietly; and `whisper`, which shows nothing. A focus that the line held goes to the
// first of the next actions, else to the element that `back` gives.
export function statusLine(back) {
  const line = document.createElement("p");
  line.className = "status";
  line.setAttribute("role", "status");
  document.body.append(line);

  function say(text, ...actions) {
    const held = line.contains(document.activeElement);
    line.className = "status";
    const buttons = actions.map(([name, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.addEventListener("click", () => {
        act();
        // The next action is another one, which the same key must not take at once.
        if (line.contains(document.activeElement)) back().focus({ preventScroll: true });
      });
      return button;
    });
    line.replaceChildren(text, ...buttons.flatMap((button) => [" ", button]));
    if (held) (buttons[0] ?? back()).focus({ preventScroll: true });
  }

  function mention(text, ...actions) {
    say(text, ...actions);
    line.classList.add("quiet");
  }

  // Said, not shown: a reader sees it.
  function whisper(text) {
    say(text);
    line.classList.add("heard");
  }

  return { say, mention, whisper };
}
