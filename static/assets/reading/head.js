// The title and the summary of an article in the language that is read: in the same room, so that
// nothing moves when they change.

// Gives `show`, which sets the head of `story`, and the window's title, in its other language, or as
// they came.
export function headOf(story) {
  const title = story.querySelector("h1");
  const other = story.querySelector("header > .other");
  const [summary, otherSummary] = story.querySelectorAll("header > .summary");
  const titles = [document.title, document.title];
  if (other) {
    const [site] = document.title.match(/ \| [^|]*$/) ?? [""];
    titles[1] = spaced(other.textContent) + site;
  }
  const pairs = [[title, other], [other, title], [summary, otherSummary]]
    .filter((pair) => pair.every(Boolean))
    .map(([element, source]) => [element, [named(element), named(source)]]);
  let shown = false;

  return function show(isOther) {
    if (isOther === shown) return;
    shown = isOther;
    document.title = titles[Number(isOther)];
    for (const [element, texts] of pairs) {
      if (!texts[0].isConnected) element.replaceChildren(...texts);
      element.classList.add("either");
      texts[0].hidden = isOther;
      texts[1].hidden = !isOther;
    }
  };
}

// No stylesheet sets a gap between scripts in a window's title.
const spaced = (text) =>
  text.replace(/\p{Script=Han}(?=[A-Za-z0-9])|[A-Za-z0-9](?=\p{Script=Han})/gu, "$& ");

function named(element) {
  const span = document.createElement("span");
  span.lang = element.closest("[lang]").lang;
  span.append(...[...element.childNodes].map((node) => node.cloneNode(true)));
  return span;
}
