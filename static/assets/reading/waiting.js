// Waiting that ends: when something else is wanted, or when nothing comes for long.

class Silence extends Error {
  name = "Silence";
}

// A signal that aborts when `signal` does, or when `time` milliseconds pass without a `renew`, until
// the `end`. By hand, since not every browser has AbortSignal.any.
export function patience(signal, time) {
  const either = new AbortController();
  const abort = () => either.abort(signal.reason);
  let timer;
  let over = false;
  const renew = () => {
    clearTimeout(timer);
    if (!over) timer = setTimeout(() => either.abort(new Silence(`nothing for ${time} ms`)), time);
  };
  const end = () => {
    over = true;
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  };
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  renew();
  return { signal: either.signal, renew, end };
}

// `promise`, unless `signal` aborts first.
export function unless(signal, promise) {
  return new Promise((settle, fail) => {
    const abort = () => fail(signal.reason);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
    promise.then(settle, fail).finally(() => signal.removeEventListener("abort", abort));
  });
}

// `promise`, unless `signal` aborts or `time` milliseconds pass first.
export function within(time, signal, promise) {
  const wait = patience(signal, time);
  return unless(wait.signal, promise).finally(wait.end);
}
