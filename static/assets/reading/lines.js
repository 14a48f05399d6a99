// A line of text with links, code or emphasis in it, as one text that can be translated whole: with
// marks, named as in XLIFF, <g1>…</g1> around text and <x2/> for what is no text. And back.

const KEPT = "code, pre, script, style, svg, [lang]:not([lang='en'])";
const INLINE = "a, code, del, em, img, s, span, strong";
const MARK = /<\s*(\/?)\s*[gx]\s*(\d+)\s*(\/?)\s*>/giu;
const LOOKS_LIKE_A_MARK = /[<＜]\s*\/?\s*[gx]\s*\d/iu;

// What may stand between two characters that are neighbours to a reader: a part of a RegExp.
export const MARKS = "(?:</?g\\d+>)*";

// The lines of a block that have text to translate. Of each: its `nodes`, its `text` with marks, the
// `parts` that those stand for, and its `pieces`, which are the texts without the marks.
export function linesOf(block) {
  const lines = [];
  const walk = (element) => {
    let nodes = [];
    const end = () => {
      const pieces = nodes.flatMap(textsOf);
      if (pieces.length) lines.push(lineOf(nodes, pieces));
      nodes = [];
    };
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE || (node.matches?.(INLINE) ?? false)) {
        nodes.push(node);
      } else {
        end();
        if (node.nodeType === Node.ELEMENT_NODE && !node.matches(KEPT)) walk(node);
      }
    }
    end();
  };
  if (!block.matches("pre")) walk(block);
  return lines;
}

function textsOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return /\p{L}/u.test(node.data) ? [node] : [];
  return node.nodeType !== Node.ELEMENT_NODE || node.matches(KEPT) ? [] : [...node.childNodes].flatMap(textsOf);
}

function lineOf(nodes, pieces) {
  const parts = [];
  const write = (node, parent) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/gu, " ");
    const number = parts.push({ element: node, parent, isText: textsOf(node).length > 0 });
    if (!parts[number - 1].isText) return `<x${number}/>`;
    return `<g${number}>${[...node.childNodes].map((child) => write(child, number)).join("")}</g${number}>`;
  };
  const text = nodes.map((node) => write(node, 0)).join("").trim();
  // One text and nothing beside it needs no marks; a text that has its own allows none.
  const simple = pieces.length === 1 && parts.every(({ isText }) => isText);
  const own = nodes.some((node) => LOOKS_LIKE_A_MARK.test(node.textContent));
  return { nodes, shown: nodes, pieces, text, parts: simple || own ? [] : parts };
}

// The nodes that a translated `text` makes of the parts of its line, and whether all of them are
// there, once and in each other as they were. What is in a text stays text.
export function nodesOf(text, parts) {
  const top = document.createDocumentFragment();
  const open = [{ number: 0, element: top }];
  const found = new Set();
  let whole = true;
  let last = 0;
  const write = (words) => {
    if (LOOKS_LIKE_A_MARK.test(words)) whole = false;
    if (words) open.at(-1).element.append(words);
  };
  for (const { 0: mark, 1: ends, 2: digits, index } of text.matchAll(MARK)) {
    write(text.slice(last, index));
    last = index + mark.length;
    const number = Number(digits);
    const part = parts[number - 1];
    const { number: around, element } = open.at(-1);
    if (ends && around === number && element.textContent.trim()) {
      open.pop();
    } else if (!ends && part?.parent === around && !found.has(number)) {
      found.add(number);
      const copy = part.element.cloneNode(!part.isText);
      element.append(copy);
      if (part.isText) open.push({ number, element: copy });
    } else {
      whole = false;
    }
  }
  write(text.slice(last));
  return { nodes: [...top.childNodes], whole: whole && open.length === 1 && found.size === parts.length };
}

// What has come of a text so far may end in half a mark.
export const begunOf = (text, parts) => nodesOf(text.replace(/<[^>]*$/u, ""), parts).nodes;

export const canonical = (text) =>
  text.replace(MARK, (mark) => mark.replace(/\s/gu, "").toLowerCase());

// Show `nodes` in the place of the line.
export function showInLine(line, nodes) {
  const fresh = nodes.length ? nodes : [new Text("")];
  line.shown[0].before(...fresh);
  for (const node of line.shown) if (!fresh.includes(node)) node.remove();
  line.shown = fresh;
}
