// Machine translation of a body, block by block: its links, code and lists stay what they are.

const KEPT = "code, pre, script, style, svg, [lang]:not([lang='en'])";
const SILENCE = 20000; // milliseconds without a word, after which a block has failed
const HAN = "\\p{Script=Han}";
const FULL_WIDTH = { ",": "，", ":": "：", ";": "；", "?": "？", "!": "！" };

// A Chinese copy of an English block, still in English: what `translate` fills.
export function copyOf(block) {
  const copy = block.cloneNode(true);
  copy.dataset.pair = block.dataset.block;
  delete copy.dataset.block;
  copy.lang = "zh-Hant-TW";
  copy.classList.add("machine");
  for (const element of copy.querySelectorAll("[id]")) element.removeAttribute("id");
  if (copy.id) copy.id = copy.id.replace(/^en-/, "zh-");
  return copy;
}

// Translate the text of `copy` in place, each piece as it streams in; gives the texts.
export async function translate(copy, translator, signal) {
  const texts = [];
  for (const node of textsOf(copy)) {
    const [, before, text, after] = node.data.match(/^(\s*)([^]*?)(\s*)$/);
    let result = "";
    for await (const chunk of streamOf(translator, text, signal)) {
      signal.throwIfAborted();
      result += chunk;
      node.data = before + result + after;
    }
    if (!result.trim()) throw new Error("an empty translation");
    node.data = before + tidied(result) + after;
    texts.push(node.data);
  }
  return texts;
}

// Put texts that `translate` gave on an earlier view of the page into a copy of the same block.
export function restore(copy, texts) {
  const nodes = textsOf(copy);
  if (nodes.length !== texts.length) return false;
  nodes.forEach((node, at) => {
    node.data = texts[at];
  });
  return true;
}

function textsOf(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (node) =>
    !/\p{L}/u.test(node.data) || node.parentElement.closest(KEPT) !== block.closest(KEPT)
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

async function* streamOf(translator, text, signal) {
  if (!translator.translateStreaming) {
    yield await translator.translate(text, { signal });
    return;
  }
  const reader = translator.translateStreaming(text, { signal }).getReader();
  for (;;) {
    const { done, value } = await timely(reader.read(), signal);
    if (done) return;
    yield value;
  }
}

// `promise`, unless `signal` aborts or nothing comes for long.
function timely(promise, signal) {
  return new Promise((settle, fail) => {
    const timer = setTimeout(() => fail(new Error("no answer")), SILENCE);
    const abort = () => fail(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(settle, fail).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    });
  });
}

// The cheap part of the rules for Chinese text: marks beside Han, quotation marks, spaces.
export function tidied(text) {
  return text
    .replace(new RegExp(`(?<=${HAN})\\s*([,:;?!])\\s*|(?<=[\\p{L}\\p{N}%])([,:;?!])\\s*(?=${HAN})`, "gu"),
      (_, one, other) => FULL_WIDTH[one ?? other])
    .replace(new RegExp(`(?<=${HAN})\\.(?=\\s|$)`, "gu"), "。")
    .replace(/“([^“”]*)”/g, "「$1」")
    .replace(new RegExp(`(?<=[${HAN}，。：；？！」])[ \\t]+(?=[${HAN}「])`, "gu"), "");
}
