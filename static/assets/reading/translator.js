// The browser's own translator: no text leaves the machine, and nothing it does can hang the page.

const LANGUAGES = { sourceLanguage: "en", targetLanguage: "zh-Hant" };
const ANSWER = 5000; // milliseconds for a question that needs no download
const SILENCE = 20000; // milliseconds without any progress, after which a download is given up

class Unavailable extends Error {
  name = "Unavailable";
}

// What the browser says of its translator: "unavailable", "available", or that it must be fetched.
export async function readiness(signal) {
  if (!("Translator" in self)) return "unavailable";
  return patient(self.Translator.availability(LANGUAGES), signal, ANSWER);
}

// A translator, or an error named Unavailable. `create` of some browsers never settles, so silence ends the wait.
export async function openTranslator(report, signal) {
  if ((await readiness(signal)) === "unavailable") throw new Unavailable("not this language");
  const given = new AbortController();
  signal.addEventListener("abort", () => given.abort(signal.reason), { once: true });
  const silence = watchdog(SILENCE);
  try {
    const opened = self.Translator.create({
      ...LANGUAGES,
      signal: given.signal,
      monitor: (monitor) =>
        monitor.addEventListener("downloadprogress", (event) => {
          report(event.loaded);
          silence.restart();
        }),
    });
    return await Promise.race([opened, silence.over, aborted(signal)]);
  } catch (error) {
    given.abort(error);
    throw error;
  } finally {
    silence.stop();
  }
}

// A promise that fails when nothing has restarted it for `time` milliseconds.
function watchdog(time) {
  let timer;
  let fail;
  const over = new Promise((_, reject) => {
    fail = () => reject(new Unavailable("no answer"));
  });
  const stop = () => clearTimeout(timer);
  const restart = () => {
    stop();
    timer = setTimeout(fail, time);
  };
  restart();
  return { over, restart, stop };
}

// `promise`, unless `signal` aborts or `time` passes first.
function patient(promise, signal, time) {
  const late = new Promise((_, fail) => {
    setTimeout(() => fail(new Unavailable("no answer")), time);
  });
  return Promise.race([promise, late, aborted(signal)]);
}

const aborted = (signal) =>
  new Promise((_, fail) => {
    if (signal.aborted) fail(signal.reason);
    signal.addEventListener("abort", () => fail(signal.reason), { once: true });
  });
