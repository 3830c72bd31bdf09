// Waiting between tries.

/** Pauses in milliseconds that double from `first` to `most`, each cut at random by up to a half. */
export function* pauses(first, most) {
  // By chance, so that a thousand browsers do not come back in the same second.
  for (let length = first; ; length = Math.min(length * 2, most)) yield length * (0.5 + Math.random() / 2);
}

/** Resolves after `milliseconds`, or sooner when the network comes back or `signal` is aborted. */
export function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal?.removeEventListener("abort", done);
      resolve();
    }
    addEventListener("online", done);
    signal?.addEventListener("abort", done);
    if (signal?.aborted) done();
  });
}

/** Resolves as soon as the browser has a network. */
export function network() {
  if (navigator.onLine) return Promise.resolve();
  return new Promise((resolve) => addEventListener("online", resolve, { once: true }));
}
