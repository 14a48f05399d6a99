// The table of contents leads to headings that are there; of both languages, to those in `lang`.

export function listContents(body, lang, both) {
  const list = document.querySelector(".contents ol");
  if (!list) return;
  const headings = [...body.querySelectorAll("h2[id]")]
    .filter((heading) => !both || languageOf(heading).startsWith(lang.slice(0, 2)));
  list.lang = lang;
  list.closest(".contents").hidden = headings.length === 0;
  list.replaceChildren(...headings.map((heading) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${heading.id}`;
    link.textContent = heading.textContent;
    if (languageOf(heading) !== lang) item.lang = languageOf(heading);
    item.append(link);
    return item;
  }));
}

const languageOf = (element) => element.closest("[lang]").lang;
