// A result is shown as text alone: nothing that was written by others becomes markup.

import { hits } from "./query.js";

const SENTENCE = /[^。！？!?]+[。！？!?」』”"’)）]*|[。！？!?]+/gu;
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

// The sentence of `text` that meets most of `conditions`, or the first; cut where it is long.
function sentence(text, conditions) {
  let best = { text: "", score: -1, first: 0 };
  for (const [part] of text.replace(/(\.)\s+/gu, "$1\u0000").split("\u0000").join("\n").matchAll(/[^\n]+/gu)) {
    for (const [one] of part.matchAll(SENTENCE)) {
      const lists = hits(one, conditions).filter((list) => list.length);
      if (lists.length > best.score) {
        best = { text: one.trim(), score: lists.length, first: lists[0]?.[0].start ?? 0 };
      }
    }
  }
  if (best.text.length <= LONG) return best.text;
  const from = best.first > LONG - BEFORE ? best.first - BEFORE : 0;
  const chars = best.text.slice(from, from + LONG);
  return `${from ? "…" : ""}${chars.toWellFormed?.() ?? chars}${from + LONG < best.text.length ? "…" : ""}`;
}

// A date as exact as it was written, in the words of the page's language.
function dated(iso) {
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
  const date = new Date(Date.UTC(year, month - 1, day || 1));
  const form = { year: "numeric", month: "long", timeZone: "UTC" };
  if (day) form.day = "numeric";
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(date);
}
