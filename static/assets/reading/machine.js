// Machine translation of a body, block by block: its links, code and lists stay what they are.

import { begunOf, canonical, linesOf, MARKS, nodesOf, showInLine } from "./lines.js";
import { within } from "./waiting.js";

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

// Translate the text of `copy` in place, each line as it streams in. `known` is the Chinese of each
// English text: what it holds is taken from there, and what is new is added.
export async function translate(copy, known, translator, signal) {
  for (const line of linesOf(copy)) {
    if (line.parts.length && (await translateWhole(line, known, translator, signal))) continue;
    for (const node of line.pieces) {
      const english = node.data;
      if (!known.has(english)) known.set(english, await fill(node, translator, signal));
      node.data = known.get(english);
    }
  }
}

// Whether the line came back with all its marks; where it did not, it stands there in English.
async function translateWhole(line, known, translator, signal) {
  if (!known.has(line.text)) {
    known.set(line.text, await resultOf(translator, line.text, signal, (begun) =>
      showInLine(line, begunOf(begun, line.parts))));
  }
  const { nodes, whole } = nodesOf(known.get(line.text), line.parts);
  showInLine(line, whole ? nodes : line.nodes);
  return whole;
}

async function fill(node, translator, signal) {
  const [, before, text, after] = node.data.match(/^(\s*)([^]*?)(\s*)$/);
  const result = await resultOf(translator, text.replace(/\s+/gu, " "), signal, (begun) => {
    node.data = before + begun + after;
  });
  return before + result + after;
}

async function resultOf(translator, text, signal, show) {
  let result = "";
  for await (const chunk of streamOf(translator, text, signal)) {
    signal.throwIfAborted();
    result += chunk;
    show(result);
  }
  if (!result.trim()) throw new Error("an empty translation");
  return tidied(canonical(result));
}

// Whether all the text of a block is `known`.
export const isKnown = (block, known) => linesOf(block).every((line) =>
  wholeOf(line, known) || line.pieces.every((node) => known.has(node.data)));

export function restore(copy, known) {
  for (const line of linesOf(copy)) {
    const nodes = wholeOf(line, known);
    if (nodes) showInLine(line, nodes);
    else for (const node of line.pieces) node.data = known.get(node.data);
  }
}

function wholeOf(line, known) {
  if (!line.parts.length) return null;
  const { nodes, whole } = nodesOf(known.get(line.text) ?? "", line.parts);
  return whole ? nodes : null;
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
    .replace(new RegExp(`(?<=${HAN}${MARKS})\\s*([,:;?!])\\s*|(?<=[\\p{L}\\p{N}%>]${MARKS})([,:;?!])\\s*(?=${MARKS}${HAN})`, "gu"),
      (_, one, other) => FULL_WIDTH[one ?? other])
    .replace(new RegExp(`(?<=${HAN}${MARKS})\\.(?=${MARKS}(?:\\s|$))`, "gu"), "。")
    .replace(/“([^“”]*)”/g, "「$1」")
    .replace(new RegExp(`(?<=[${HAN}，。：；？！」]${MARKS})[ \\t]+(?=${MARKS}[${HAN}「])`, "gu"), "");
}
