// A result is shown as text alone: nothing that was written by others becomes markup.

import { hits } from "./query.js";

const END = /[。！？!?][。！？!?」』”"’)）]*|\.(?=\s)|\n/gu;
const LONG = 160;
const BEFORE = 40;

// The item of an article, with what was sought marked in its title and in the sentence that has it.
export function item(text, conditions, home) {
  const isChinese = document.documentElement.lang !== "en";
  const element = document.createElement("li");
  const heading = append(element, "h3");
  const link = append(heading, "a");
  link.href = home + text.route;
  const title = isChinese && text.zhTitle ? "zhTitle" : "title";
  write(link, text[title], conditions, language(title, isChinese));
  const own = isChinese ? ["zhSummary", "summary"] : ["summary", "zhSummary"];
  const other = title === "title" ? "zhTitle" : "title";
  const shown = [own[0], own[1], other].filter((name) => text[name]);
  const isMet = (name) => hits(text[name], conditions).some((list) => list.length);
  // The other language is shown where it is the one that has what was sought.
  const best = shown.find(isMet) ?? shown[0];
  if (best && !(isMet(title) && !isMet(best) && best === other)) {
    const place = append(element, "p");
    write(place, sentence(text[best], conditions), conditions, language(best, isChinese));
  }
  const about = append(element, "p");
  about.className = "count";
  const time = append(about, "time");
  time.dateTime = text.date;
  time.textContent = dated(text.date);
  for (const [slug, name, zhName] of text.topics) {
    about.append(" · ");
    const topic = append(about, "a");
    topic.href = `${home}topics/${encodeURIComponent(slug)}/`;
    const inChinese = isChinese && zhName;
    write(topic, inChinese ? zhName : name, conditions, language(inChinese ? "zh" : "", isChinese));
  }
  return element;
}

function append(parent, name) {
  return parent.appendChild(document.createElement(name));
}

// The `lang` of a text of that name, where it is not the page's.
function language(name, isChinese) {
  if (name.startsWith("zh") === isChinese) return "";
  return isChinese ? "en" : "zh-Hant-TW";
}

function write(element, text, conditions, lang) {
  if (lang) element.lang = lang;
  const found = hits(text, conditions).flat().sort((one, other) => one.start - other.start);
  let at = 0;
  for (const { start, end } of found) {
    if (start < at) continue;
    element.append(text.slice(at, start));
    append(element, "mark").textContent = text.slice(start, end);
    at = end;
  }
  element.append(text.slice(at));
}

// The sentence of `text` that meets most of `conditions`, or the first; cut where it is long. What
// meets one across the end of a sentence makes one of both.
function sentence(text, conditions) {
  const lists = hits(text, conditions);
  const parts = sentences(text, lists.flat());
  for (const list of lists) {
    let at = 0;
    for (const hit of list) {
      while (parts[at].end < hit.end) at += 1;
      if (!parts[at].met.has(list)) parts[at].met.set(list, hit);
    }
  }
  const best = parts.reduce((one, other) => (other.met.size > one.met.size ? other : one));
  const shown = text.slice(best.start, best.end).trim();
  if (shown.length <= LONG) return shown;
  const [first] = [...best.met.values()].sort((one, other) => one.start - other.start);
  const isFar = first && first.end - best.start > LONG;
  const from = isFar ? Math.max(best.start, first.start - BEFORE) : best.start;
  const to = Math.max(from + LONG, first?.end ?? 0);
  const chars = text.slice(from, to).trim();
  const rest = to < best.end ? "…" : "";
  return `${from > best.start ? "…" : ""}${chars.toWellFormed?.() ?? chars}${rest}`;
}

// The sentences of `text`, none of which ends within one of the stretches `found`.
function sentences(text, found) {
  found.sort((one, other) => one.start - other.start);
  const parts = [];
  let start = 0;
  let at = 0;
  let reach = 0; // where what begins before the end of a sentence ends
  const ends = [...text.matchAll(END)].map((mark) => mark.index + mark[0].length);
  for (const end of [...ends, text.length]) {
    for (; at < found.length && found[at].start < end; at += 1) {
      reach = Math.max(reach, found[at].end);
    }
    if (reach > end || (!text.slice(start, end).trim() && end < text.length)) continue;
    parts.push({ start, end, met: new Map() });
    start = end;
  }
  return parts;
}

// A date as exact as it was written, in the words of the page's language.
function dated(iso) {
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
  const date = new Date(Date.UTC(year, month - 1, day || 1));
  const form = { year: "numeric", month: "long", timeZone: "UTC" };
  if (day) form.day = "numeric";
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(date);
}
