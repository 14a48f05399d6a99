// Machine translation of a body, block by block: its links, code and lists stay what they are.

import { within } from "./waiting.js";

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
  for (const element of [copy, ...copy.querySelectorAll("[id]")]) {
    if (/^en-/.test(element.id)) element.id = element.id.replace(/^en-/, "zh-");
    else element.removeAttribute("id");
  }
  for (const link of copy.querySelectorAll("a[href^='#en-']")) {
    link.setAttribute("href", link.getAttribute("href").replace(/^#en-/, "#zh-"));
  }
  return copy;
}

// Translate the text of `copy` in place, each piece as it streams in. `known` is the Chinese of each
// English text: what it holds is taken from there, and what is new is added.
export async function translate(copy, known, translator, signal) {
  for (const node of textsOf(copy)) {
    const english = node.data;
    if (!known.has(english)) known.set(english, await fill(node, translator, signal));
    node.data = known.get(english);
  }
}

async function fill(node, translator, signal) {
  const [, before, text, after] = node.data.match(/^(\s*)([^]*?)(\s*)$/);
  let result = "";
  for await (const chunk of streamOf(translator, text, signal)) {
    signal.throwIfAborted();
    result += chunk;
    node.data = before + result + after;
  }
  if (!result.trim()) throw new Error("an empty translation");
  return before + tidied(result) + after;
}

// Whether all the text of a block is `known`.
export const isKnown = (block, known) => textsOf(block).every((node) => known.has(node.data));

export function restore(copy, known) {
  for (const node of textsOf(copy)) node.data = known.get(node.data);
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
    yield await within(SILENCE, signal, translator.translate(text, { signal }));
    return;
  }
  const reader = translator.translateStreaming(text, { signal }).getReader();
  for (;;) {
    const { done, value } = await within(SILENCE, signal, reader.read());
    if (done) return;
    yield value;
  }
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
