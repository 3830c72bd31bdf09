// Making elements. Text only ever gets in as text.

const SVG = "http://www.w3.org/2000/svg";

/** An element with a class, attributes and children (nodes or texts; null is left out). */
export function el(tag, { className, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** An icon of the page's sprite; it says nothing to screen readers. */
export function icon(id, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#${document.getElementById(id) ? id : "icon-link"}`);
  svg.append(use);
  return svg;
}

/** The address when it is http or https, else null: nothing else may become a link. */
export function safeAddress(address) {
  if (typeof address !== "string" || !URL.canParse(address)) return null;
  const url = new URL(address);
  return ["http:", "https:"].includes(url.protocol) ? url.href : null;
}

/** A text that only screen readers read. */
export function unseen(text) {
  return el("span", { className: "hidden" }, text);
}

/** A link to another page, or the plain label where the address may not be one. */
export function link(label, address, newTab) {
  const href = safeAddress(address);
  if (!href) return el("span", {}, label);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, label, unseen(` ${newTab}`));
}
