// The page that the chat is embedded in. Only the one that the frame was made for is heard and spoken to; which ones
// may embed it at all, the server says (frame-ancestors).

import { framed } from "./boot.js";

const host = framed && window.parent !== window ? originOf(new URLSearchParams(location.search).get("origin")) : null;

/** Tells the embedding page {on: name, …}. */
export function tellHost(name, detail = {}) {
  if (host) window.parent.postMessage({ chiaro: 1, on: name, ...detail }, host);
}

/** Calls `orders[do](order)` for what the embedding page orders: {chiaro: 1, do, …}. */
export function onHost(orders) {
  if (!host) return;
  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== host || source !== window.parent || data?.chiaro !== 1) return;
    if (Object.hasOwn(orders, data.do)) orders[data.do](data);
  });
}

function originOf(address) {
  if (!address || !URL.canParse(address)) return null;
  const { origin, protocol } = new URL(address);
  const told = location.ancestorOrigins?.[0] ?? origin;
  return ["http:", "https:"].includes(protocol) && told === origin ? origin : null;
}
