// The table of contents leads to headings that are there, by their names in one language or in both.

// To the headings of `body`, which is in `lang`.
export function listContents(body, lang) {
  setContents(lang, [...body.querySelectorAll("h2[id]")].map((heading) => [heading.id, [heading]]));
}

// To the rows of `body` that have headings: each is named in `lang`, and in the other language beside it.
export function listBoth(body, lang) {
  const rows = [...body.querySelectorAll(".pair[id]")].filter((row) => row.querySelector("h2"));
  setContents(lang, rows.map((row) => {
    const headings = [...row.querySelectorAll("h2")];
    const first = headings.find((heading) => languageOf(heading) === lang) ?? headings[0];
    return [row.id, [first, headings.find((heading) => languageOf(heading) !== languageOf(first))]];
  }));
}

function setContents(lang, entries) {
  const list = document.querySelector(".contents ol");
  if (!list) return;
  const held = [...list.children].findIndex((item) => item.contains(document.activeElement));
  list.lang = lang;
  list.closest(".contents").hidden = entries.length === 0;
  list.replaceChildren(...entries.map(([id, [heading, other]]) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${id}`;
    if (languageOf(heading) !== lang) item.lang = languageOf(heading);
    link.append(...(other ? [named(heading), " ", named(other)] : [nameOf(heading)]));
    item.append(link);
    return item;
  }));
  list.children[held]?.firstElementChild.focus({ preventScroll: true });
}

function named(heading) {
  const span = document.createElement("span");
  span.lang = languageOf(heading);
  span.textContent = nameOf(heading);
  return span;
}

// What a heading says, or what is shown in it.
const nameOf = (heading) => heading.textContent.trim()
  || [...heading.querySelectorAll("[alt]")].map((image) => image.alt).join(" ");

const languageOf = (element) => element.closest("[lang]").lang;
