// One message of a reply as a part of the page.

import { fill, pageLanguage, wordsOf } from "./boot.js";
import { el, icon, link, unseen } from "./dom.js";
import { renderText } from "./text.js";

const HEADED = new Set(["steps", "reason", "change", "alternatives", "resources", "transition", "handoff"]);
const FOLDED = new Set(["reason", "change"]);
const WIDE = new Set(["steps", "alternatives", "resources", "reason", "change", "transition"]);

/** A message's `custom` part, as an object whatever came. */
export function customOf(message) {
  const custom = message.custom;
  return custom && typeof custom === "object" && !Array.isArray(custom) ? custom : {};
}

/** A message's language, else the page's. */
export function languageOf(message) {
  const language = customOf(message).language;
  return language === "it" || language === "en" ? language : pageLanguage;
}

/**
 * Renders a message. `folded` may close the parts that a reader needs only at second sight;
 * `choose(option)` is called when one of its options is taken.
 */
export function renderMessage(message, { folded, choose }) {
  const custom = customOf(message);
  const words = wordsOf(languageOf(message));
  const kind = typeof custom.kind === "string" ? custom.kind : "";
  const sources = listOf(custom.sources);
  const { text, quoted } = withoutQuote(String(message.text), sources);
  const inside = [
    renderText(text, shownBelow(custom)),
    renderOptions([...listOf(custom.options), ...listOf(message.buttons)], choose),
    renderResources(listOf(custom.resources), words),
    renderSources(sources, quoted, custom.version, words),
  ];
  const attributes = { className: classOf(kind), lang: languageOf(message) };
  if (FOLDED.has(kind) && folded) {
    return el("details", attributes, el("summary", {}, icon(`icon-${kind}`), words.kinds[kind]), ...inside);
  }
  return el("div", attributes, heading(kind, words), ...inside);
}

// A text reads well alone, so it lists what this page shows as buttons and links: one of the two is enough.
function shownBelow(custom) {
  const options = new Set(listOf(custom.options).map((option) => option.title));
  const titles = listOf(custom.resources).map((resource) => resource.title).filter((title) => typeof title === "string" && title);
  return (line) => options.has(line) || titles.some((title) => line.startsWith(title));
}

const QUOTED = /^[^«“"]+[«“"].*[»”"] \(.*\)$/;

/** Takes the lines that belong under "where it is written" out of a text: a clause's own words, led in by ours, and
 * the line that names the source. A text that is nothing but clauses stays as it is: it was asked for. */
export function withoutQuote(text, sources) {
  const clauses = sources.map((source) => /#([\d.]+)$/.exec(String(source.url))?.[1]).filter(Boolean);
  const isQuote = (line) => QUOTED.test(line) && clauses.some((number) => line.endsWith(` ${number})`));
  const isSource = (line) => sources.some((source) => source.label && line.endsWith(`: ${source.label}.`));
  const lines = text.split("\n");
  const quoted = lines.filter(isQuote);
  const rest = lines.filter((line) => !isQuote(line) && !isSource(line)).join("\n").trim();
  return rest ? { text: rest, quoted } : { text, quoted: [] };
}

function classOf(kind) {
  const shape = WIDE.has(kind) ? "part wide-part" : "part";
  return ["no_answer", "acknowledgement"].includes(kind) ? `${shape} ${kind}` : shape;
}

function heading(kind, words) {
  return HEADED.has(kind) ? el("h2", {}, icon(`icon-${kind}`), words.kinds[kind]) : null;
}

function listOf(value) {
  return Array.isArray(value) ? value.filter((item) => item && typeof item === "object") : [];
}

function renderOptions(options, choose) {
  const usable = options.filter((option) => option.title && typeof option.payload === "string");
  if (!usable.length) return null;
  const buttons = usable.map((option) => {
    const button = el("button", { className: "choice option", type: "button" }, String(option.title));
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") choose(option);
    });
    return button;
  });
  return el("div", { className: "options" }, ...buttons);
}

function renderSources(sources, quoted, version, words) {
  if (!sources.length) return null;
  const quotes = quoted.map((line) => el("blockquote", {}, line));
  const items = sources.map((source) => el("li", {}, link(String(source.label ?? source.url), source.url, words.page.new_tab)));
  const about = version ? el("p", { className: "small" }, fill(words.page.version, { version })) : null;
  return el(
    "details",
    { className: "sources" },
    el("summary", {}, icon("icon-sources"), words.page.sources),
    ...quotes,
    el("ul", {}, ...items),
    about,
  );
}

function renderResources(resources, words) {
  if (!resources.length) return null;
  return el("ul", { className: "resources" }, ...resources.map((resource) => renderResource(resource, words)));
}

function renderResource(resource, words) {
  const kind = Object.hasOwn(words.resources, resource.kind) ? resource.kind : "link";
  const more = [words.resources[kind], resource.hours, datesOf(resource)].filter(Boolean).join(" · ");
  return el(
    "li",
    {},
    el("span", { className: "badge" }, icon(`icon-${kind}`)),
    el(
      "span",
      {},
      el("span", { className: "title" }, ...titleOf(resource, words)),
      el("span", { className: "small" }, more),
      renderNow(resource),
    ),
  );
}

function renderNow({ now, open }) {
  if (typeof now !== "string" || !now) return null;
  return el("span", { className: `small now${open === true ? " open" : ""}` }, now);
}

function titleOf(resource, words) {
  const title = String(resource.title ?? resource.url ?? resource.number ?? "");
  if (!resource.number) return [link(title, resource.url, words.page.new_tab)];
  const number = String(resource.number);
  // Built from digits only, so that nothing but a telephone can come of it.
  const call = el("a", { href: `tel:${number.replace(/[^\d+]/g, "")}` }, number);
  return title === number ? [call] : [`${title}: `, call];
}

function datesOf(resource) {
  return Array.isArray(resource.dates) ? resource.dates.map(String).join(", ") : null;
}

/** The visually hidden name of who speaks. */
export function speaker(name) {
  return unseen(`${name}: `);
}
