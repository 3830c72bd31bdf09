// The chat of Chiaro for any page: <script src="https://…/widget.js" data-language="it" async></script>: docs/embedding.md.
(() => {
  "use strict";
  const WORDS = "__WORDS__"; // {it: {…}, en: {…}}, put in by the server
  const EVENTS = ["open", "close", "message", "handoff", "error"];
  const NARROW = "(max-width: 30rem), (max-height: 30rem)";
  const OPENED = "chiaro.opened";
  const PATIENCE = 20_000;
  const LOGO = "M20 3C10.1 3 2 10.2 2 19.1c0 4.6 2.1 8.7 5.6 11.6L6 37.2l7.3-3.3c2.1.8 4.4 1.2 6.7 1.2 9.9 0 18-7.2 18-16.1S29.9 3 20 3z";
  const SUN = "M20 8.5v2.6M20 26.9v2.6M9.5 19h2.6M27.9 19h2.6M12.6 11.6l1.8 1.8M25.6 24.6l1.8 1.8M27.4 11.6l-1.8 1.8M14.4 24.6l-1.8 1.8";
  const STYLE = `
    :host { all: initial; position: fixed; inset: auto; z-index: 2147483000; color-scheme: light dark;
      --chiaro-gap: 1.25rem; --chiaro-width: 25rem; --chiaro-height: 42rem;
      font: 600 1rem/1.2 "Segoe UI", system-ui, -apple-system, Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; }
    [hidden] { display: none !important; }
    button { position: fixed; bottom: calc(var(--chiaro-gap) + env(safe-area-inset-bottom)); right: calc(var(--chiaro-gap) + env(safe-area-inset-right));
      display: inline-flex; align-items: center; gap: .625rem; min-height: 3.5rem; padding: .5rem 1.25rem .5rem .75rem; margin: 0;
      border: 2px solid #fff; border-radius: 1.75rem; background: var(--chiaro-color, #0d6470); color: var(--chiaro-on-color, #fff);
      font: inherit; cursor: pointer; box-shadow: 0 2px 6px rgb(0 0 0 / 22%), 0 8px 28px rgb(0 0 0 / 20%); }
    button:focus-visible { outline: 3px solid #111; outline-offset: 2px; box-shadow: 0 0 0 8px #fff; }
    svg { width: 2.25rem; height: 2.25rem; flex: none; fill: none; stroke: currentcolor; stroke-width: 2.4; stroke-linecap: round; }
    .count { position: absolute; top: -.5rem; right: -.25rem; min-width: 1.5rem; padding: .25rem .375rem; box-sizing: border-box; border: 2px solid #fff;
      border-radius: .875rem; background: #a32a1c; color: #fff; font-size: .8125rem; line-height: 1; text-align: center; }
    .panel { position: fixed; bottom: calc(var(--chiaro-gap) + 4.5rem + env(safe-area-inset-bottom)); right: calc(var(--chiaro-gap) + env(safe-area-inset-right));
      width: min(var(--chiaro-width), 100vw - 2 * var(--chiaro-gap)); height: min(var(--chiaro-height), 100vh - 2 * var(--chiaro-gap) - 4.5rem);
      overflow: hidden; border-radius: 1.25rem; background: Canvas; color: CanvasText; box-shadow: 0 4px 12px rgb(0 0 0 / 12%), 0 16px 56px rgb(0 0 0 / 28%); }
    :host([data-position="left"]) :is(button, .panel) { right: auto; left: calc(var(--chiaro-gap) + env(safe-area-inset-left)); }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
    p { position: absolute; inset: auto 0 50%; margin: 0; padding: 1.5rem; text-align: center; font-weight: 400; line-height: 1.5; }
    @media ${NARROW} {
      .panel, :host([data-position="left"]) .panel { inset: var(--chiaro-top, 0) 0 auto; width: 100vw; height: var(--chiaro-view, 100dvh); border-radius: 0; }
      button { padding: .5rem; min-width: 3.5rem; justify-content: center; }
      .label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
      :host([open]) button { display: none; }
    }
    @media (prefers-reduced-motion: no-preference) {
      .panel { animation: rise 160ms ease-out; }
      @keyframes rise { from { opacity: 0; transform: translateY(.75rem); } }
    }
    @media print { :host { display: none; } }`;

  const script = document.currentScript;
  const origin = new URL(script?.src || location.href).origin;
  const before = Array.isArray(window.chiaro) ? window.chiaro : [];
  const listeners = new Map(EVENTS.map((name) => [name, new Set()]));

  class ChiaroChat extends HTMLElement {
    #frame = null;
    #ready = false;
    #identity = null;
    #orders = []; // for the frame, until it is ready
    #unread = 0;
    #failing = 0;
    #language = "it";
    #parts = null;

    connectedCallback() {
      if (this.#parts) return;
      for (const [name, value] of Object.entries(script?.dataset ?? {})) this.dataset[name] ??= value;
      const wished = [this.dataset.language, document.documentElement.lang, navigator.language];
      this.#language = wished.map((tag) => tag?.slice(0, 2).toLowerCase()).find((code) => code === "it" || code === "en") ?? "it";
      this.#build();
      addEventListener("message", (event) => this.#heard(event));
      for (const name of ["resize", "scroll"]) window.visualViewport?.addEventListener(name, () => this.#fit());
      if (remembered()) this.open(false);
    }

    get isOpen() {
      return this.hasAttribute("open");
    }

    open(focused = true) {
      if (this.isOpen) return;
      this.toggleAttribute("open", true);
      this.#parts.panel.hidden = false;
      this.#unread = 0;
      this.#load();
      this.#fit();
      this.#label();
      remember(true);
      this.#order("opened", { focused });
      if (focused) this.#frame.focus();
      tell("open");
    }

    close() {
      if (!this.isOpen) return;
      this.toggleAttribute("open", false);
      this.#parts.panel.hidden = true;
      this.#fit();
      this.#label();
      remember(false);
      this.#order("closed");
      this.#parts.button.focus();
      tell("close");
    }

    identify(jwt) {
      this.#identity = jwt;
      if (this.#frame) this.#introduce();
    }

    setLocale(language) {
      if (language !== "it" && language !== "en") return;
      this.#language = language;
      this.#label();
      if (this.#frame) this.#order("setLocale", { language });
    }

    reset() {
      this.#load();
      this.#order("reset");
    }

    // A function is asked for the token at the moment when it is needed, so that it is not stale.
    async #introduce() {
      const jwt = this.#identity;
      this.#identity = null;
      try {
        this.#order("identify", { jwt: await (typeof jwt === "function" ? jwt() : jwt) });
      } catch {
        tell("error", { code: "bad_identity" });
      }
    }

    #build() {
      const root = this.attachShadow({ mode: "open" });
      // Not a <style> element: a page's Content-Security-Policy may forbid those.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      const [label, count] = [element("span", { className: "label" }), element("span", { className: "count", hidden: true })];
      const [button, notice] = [element("button", { type: "button" }), element("p", { hidden: true })];
      const panel = element("div", { className: "panel", hidden: true });
      panel.setAttribute("role", "dialog");
      panel.append(notice);
      button.append(drawing(), label, count);
      button.addEventListener("click", () => (this.isOpen ? this.close() : this.open()));
      root.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
      const region = element("section", {});
      region.append(button, panel);
      root.append(region);
      this.#parts = { region, button, label, count, notice, panel };
      this.#paint(this.dataset.color);
      this.#label();
    }

    #paint(colour) {
      const hex = /^#?([\da-f]{6})$/i.exec(colour ?? "")?.[1];
      if (!hex) return;
      const [red, green, blue] = [0, 2, 4].map((at) => (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2);
      // White letters where they stand out at least 4.5 times, else black ones.
      const dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.18;
      this.style.setProperty("--chiaro-color", `#${hex}`);
      this.style.setProperty("--chiaro-on-color", dark ? "#fff" : "#000");
    }

    #label() {
      const { region, button, label, count, panel, notice } = this.#parts;
      const words = WORDS[this.#language] ?? {};
      const news = this.#unread ? ` (${(words.unread ?? "").replace("{count}", this.#unread)})` : "";
      label.textContent = this.isOpen ? (words.close ?? "Chiaro") : (words.launcher ?? "Chiaro");
      region.lang = this.#language;
      region.setAttribute("aria-label", "Chiaro");
      button.setAttribute("aria-label", `${label.textContent}${news}`);
      button.setAttribute("aria-expanded", String(this.isOpen));
      count.textContent = String(this.#unread);
      count.hidden = !this.#unread;
      panel.setAttribute("aria-label", words.title ?? "Chiaro");
      if (this.#frame) this.#frame.title = words.title ?? "Chiaro";
      notice.textContent = words.unreachable ?? "";
    }

    #load() {
      if (this.#frame) return;
      const { color, scheme } = this.dataset;
      const wishes = Object.entries({ lang: this.#language, color, scheme, origin: location.origin }).filter(([, value]) => value);
      const frame = element("iframe", { src: `${origin}/frame?${new URLSearchParams(wishes)}` });
      this.#frame = frame;
      this.#parts.panel.append(frame);
      this.#failing = setTimeout(() => this.#fail(), PATIENCE);
      if (this.#identity) this.#introduce();
      this.#label();
    }

    #fail() {
      this.#parts.notice.hidden = false;
      this.#frame.hidden = true;
      tell("error", { code: "unreachable" });
    }

    #order(name, detail = {}) {
      const order = { chiaro: 1, do: name, ...detail };
      if (this.#ready) this.#frame.contentWindow.postMessage(order, origin);
      else if (this.#frame) this.#orders.push(order);
    }

    #heard({ origin: sender, source, data }) {
      if (sender !== origin || source !== this.#frame?.contentWindow || data?.chiaro !== 1) return;
      const { on: name, chiaro: _, ...detail } = data;
      if (name === "ready") this.#begin();
      else if (name === "close") this.close();
      if (name === "locale") this.#language = detail.language === "en" ? "en" : "it";
      if (name === "message" && !this.isOpen) this.#unread += 1;
      this.#label();
      if (EVENTS.includes(name) && name !== "close") tell(name, detail);
    }

    // Comes again when the frame has changed its language.
    #begin() {
      clearTimeout(this.#failing);
      this.#parts.notice.hidden = true;
      this.#frame.hidden = false;
      const again = this.#ready && this.isOpen;
      this.#ready = true;
      for (const order of this.#orders.splice(0)) this.#frame.contentWindow.postMessage(order, origin);
      if (again) this.#order("opened", { focused: true });
    }

    // A keyboard on the screen makes the visible part smaller, without telling the frame.
    #fit() {
      const view = window.visualViewport;
      const narrow = this.isOpen && matchMedia(NARROW).matches;
      document.documentElement.style.overflow = narrow ? "hidden" : "";
      if (narrow) this.#parts.panel.setAttribute("aria-modal", "true");
      else this.#parts.panel.removeAttribute("aria-modal");
      if (!view || view.scale > 1) return;
      this.style.setProperty("--chiaro-view", `${view.height}px`);
      this.style.setProperty("--chiaro-top", `${view.offsetTop}px`);
    }
  }

  function element(tag, properties) {
    return Object.assign(document.createElement(tag), properties);
  }

  function drawing() {
    const svg = shape("svg", { viewBox: "0 0 40 40", "aria-hidden": "true", focusable: "false" });
    svg.append(shape("path", { d: LOGO }), shape("circle", { cx: 20, cy: 19, r: 4.6, fill: "currentcolor" }), shape("path", { d: SUN }));
    return svg;
  }

  function shape(tag, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  // An open chat is open on the next page of the shop, too.
  function remembered() {
    try {
      return sessionStorage.getItem(OPENED) === "1" && !matchMedia(NARROW).matches;
    } catch {
      return false;
    }
  }

  function remember(open) {
    try {
      sessionStorage.setItem(OPENED, open ? "1" : "0");
    } catch {
      // Storage is switched off: the next page begins with a closed chat.
    }
  }

  function tell(name, detail = {}) {
    for (const listener of listeners.get(name)) {
      try {
        listener(detail);
      } catch (error) {
        reportError(error);
      }
    }
  }

  function onChiaro(name, listener) {
    if (!listeners.has(name) || typeof listener !== "function") throw new TypeError(`chiaro.on: ${EVENTS.join(", ")}`);
    listeners.get(name).add(listener);
    return () => listeners.get(name).delete(listener);
  }

  const waiting = [];
  let chat = null;
  const later = (name) => (...given) => (chat ? void chat[name](...given) : void waiting.push([name, given]));
  const chiaro = { on: onChiaro };
  for (const name of ["open", "close", "identify", "setLocale", "reset"]) chiaro[name] = later(name);
  chiaro.push = (...calls) => calls.forEach(([name, ...given]) => Object.hasOwn(chiaro, name) && name !== "push" && chiaro[name](...given));
  window.chiaro = chiaro;
  chiaro.push(...before);

  function begin() {
    if (!customElements.get("chiaro-chat")) customElements.define("chiaro-chat", ChiaroChat);
    chat = document.querySelector("chiaro-chat") ?? document.body.appendChild(document.createElement("chiaro-chat"));
    for (const [name, given] of waiting.splice(0)) chat[name](...given);
  }

  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin, { once: true });
})();
