// The other body of an article, from the page that has it.

import { blocksOf, sectionsOf } from "./blocks.js";
import { patience } from "./waiting.js";

const SILENCE = 15000; // milliseconds without a byte, after which a fetch is given up

class Changed extends Error {
  name = "Changed";
}

// The blocks of the body of the page at `url`, as elements of this document, and the sections below
// them. An error named Changed tells that they are of another English than `of`, so that their numbers
// mean nothing here.
export async function fetchBody(url, of, signal) {
  const page = new DOMParser().parseFromString(await textOf(url, signal), "text/html");
  const body = page.querySelector(".story .body");
  const blocks = body ? blocksOf(body) : [];
  if (!blocks.length) {
    throw new Error(`no whole body in ${url}`);
  }
  if (body.dataset.of !== of) throw new Changed(url);
  const sections = sectionsOf(page);
  for (const section of sections) section.lang = page.documentElement.lang;
  return {
    blocks: blocks.map((block) => document.adoptNode(block)),
    sections: sections.map((section) => document.adoptNode(section)),
  };
}

function whole(text) {
  if (!/<\/html>\s*$/i.test(text)) throw new Error("a page that was cut off");
  return text;
}

async function textOf(url, signal) {
  const wait = patience(signal, SILENCE);
  try {
    const response = await fetch(url, { cache: "no-cache", signal: wait.signal });
    if (!response.ok) throw new Error(`${response.status} for ${url}`);
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return whole(text + decoder.decode());
      wait.renew();
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    wait.end();
  }
}
