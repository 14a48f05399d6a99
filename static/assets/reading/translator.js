// The browser's own translator: no text leaves the machine, and nothing it does can hang the page.

import { patience, unless, within } from "./waiting.js";

const LANGUAGES = { sourceLanguage: "en", targetLanguage: "zh-Hant" };
const ANSWER = 5000; // milliseconds for a question that needs no download
const SILENCE = 20000; // milliseconds without any progress, after which a download is given up

class Unavailable extends Error {
  name = "Unavailable";
}

// What the browser says of its translator: "unavailable", "available", or that it must be fetched.
// An error named Silence tells that it says nothing.
export async function readiness(signal) {
  if (!("Translator" in self)) return "unavailable";
  return within(ANSWER, signal, self.Translator.availability(LANGUAGES));
}

// A translator, or an error named Unavailable; or Silence, since `create` of some browsers never settles.
export async function openTranslator(report, signal) {
  try {
    return await opened(report, signal);
  } catch (error) {
    if (signal.aborted || error.name === "Silence") throw error;
    throw new Unavailable(String(error));
  }
}

async function opened(report, signal) {
  if ((await readiness(signal)) === "unavailable") throw new Unavailable("not this language");
  const wait = patience(signal, SILENCE);
  const monitor = (events) =>
    events.addEventListener("downloadprogress", ({ loaded }) => {
      if (wait.signal.aborted) return;
      report(loaded);
      wait.renew();
    });
  try {
    const created = self.Translator.create({ ...LANGUAGES, signal: wait.signal, monitor });
    return await unless(wait.signal, created);
  } finally {
    wait.end();
  }
}
