// What the preview says over a page: what is wrong with a file, what was saved, what a draft is. It
// stands in a shadow tree, where no style of the site reaches.

const KINDS = { draft: "Draft: no build publishes it.", future: "Dated in the future, and published by the next build." };

const host = document.createElement("newsarchive-preview");
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { all: initial; font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark; }
  section, p { box-sizing: border-box; position: fixed; z-index: 2147483647; margin: 0; color: #fff; }
  .mistakes { inset: 0; overflow: auto; padding: 2rem max(1rem, 50vw - 30rem); background: #1c1917f2; }
  h2 { margin: 0 0 1rem; font-size: 1.25rem; }
  h3 { margin: 1.5rem 0 0; font: 1rem ui-monospace, monospace; color: #fcd34d; overflow-wrap: anywhere; }
  .mistakes div { overflow-wrap: anywhere; }
  pre { overflow: auto; padding: .5rem; background: #000; color: #d6d3d1; }
  mark { background: #7f1d1d; color: #fff; }
  button { font: inherit; padding: .25rem .75rem; }
  .offer, .kind { padding: .5rem 1rem; border-radius: .5rem; background: #1c1917; box-shadow: 0 0 0 1px #fff6; }
  .offer { inset: auto 1rem 1rem auto; max-width: calc(100vw - 2rem); }
  .kind { inset: auto auto 1rem 1rem; background: #92400e; pointer-events: none; }
  @media (width < 70rem) { .kind { position: static; border-radius: 0; } }
  a { color: #fcd34d; }
`);
root.adoptedStyleSheets = [sheet];

export function showMistakes(mistakes) {
  const section = put("section", "mistakes");
  section.setAttribute("role", "alert");
  const close = make("button", "Look at the page as it was");
  close.addEventListener("click", hideMistakes);
  section.append(make("h2", mistakes.length === 1 ? "Something is wrong" : `${mistakes.length} things are wrong`));
  for (const { path, line, what, remedy, lines } of mistakes) {
    const listing = make("pre");
    for (const [number, text] of lines) {
      listing.append(make(number === line ? "mark" : "span", `${String(number).padStart(5)}  ${text}\n`));
    }
    section.append(make("h3", `${path}:${line}`), make("div", `${what}; ${remedy}`), ...(lines.length ? [listing] : []));
  }
  section.append(close);
}

export function hideMistakes() {
  root.querySelector(".mistakes")?.remove();
}

addEventListener("keydown", ({ key }) => {
  if (key === "Escape") hideMistakes();
});

// A link to an article that was saved and is not open.
export function offer({ title, links }, edition) {
  const line = put("p", "offer");
  line.setAttribute("role", "status");
  const link = make("a", title);
  link.href = links[edition];
  line.append("Saved: ", link);
  setTimeout(() => line.remove(), 10000);
}

// That the page is of a draft, or of one that is dated in the future.
export function banner(kind) {
  root.querySelector(".kind")?.remove();
  if (KINDS[kind]) put("p", "kind").append(KINDS[kind]);
}

function put(name, kind) {
  root.querySelector(`.${kind}`)?.remove();
  const element = make(name);
  element.className = kind;
  root.append(element);
  if (!host.isConnected) document.documentElement.insertBefore(host, document.body);
  return element;
}

function make(name, text = "") {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
