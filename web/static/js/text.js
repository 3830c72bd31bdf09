// A message's plain text as paragraphs and lists.

import { el, safeAddress } from "./dom.js";

const NUMBERED = /^\s*(\d{1,3})[.)]\s+(.*)$/;
const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/;
const BULLET = /^\s*[-•–*]\s+(.*)$/;

/** Reads a text line by line: [{kind: "ol" | "ul" | "p", lines, start}]. */
export function blocksOf(text) {
  const blocks = [];
  for (const line of text.split(/\r?\n/)) {
    const { kind, content, start } = readLine(line);
    const last = blocks.at(-1);
    if (kind === "gap") blocks.push({ kind, lines: [] });
    else if (last?.kind === kind && kind !== "gap") last.lines.push(content);
    else blocks.push({ kind, lines: [content], start });
  }
  return blocks.filter((block) => block.kind !== "gap");
}

function readLine(line) {
  if (!line.trim()) return { kind: "gap" };
  const numbered = NUMBERED.exec(line);
  if (numbered) return { kind: "ol", content: numbered[2], start: Number(numbered[1]) };
  const bullet = BULLET.exec(line);
  return bullet ? { kind: "ul", content: bullet[1] } : { kind: "p", content: line };
}

/** The text as elements; list lines for which `shownBelow(line)` holds are left out: they follow as buttons or links. */
export function renderText(text, shownBelow = () => false) {
  const kept = text.split("\n").filter((line) => !isListed(line, shownBelow)).join("\n");
  return el("div", { className: "words" }, ...blocksOf(kept.trim() ? kept : text).map(renderBlock));
}

function isListed(line, shownBelow) {
  const { kind, content } = readLine(line);
  return (kind === "ol" || kind === "ul") && shownBelow(content.trim());
}

function renderBlock(block) {
  if (block.kind === "p") {
    const lines = block.lines.flatMap((line, index) => (index ? [el("br"), ...linked(line)] : linked(line)));
    return el("p", {}, ...lines);
  }
  const list = el(block.kind, {}, ...block.lines.map((line) => el("li", {}, ...linked(line))));
  if (block.kind === "ol" && block.start > 1) {
    list.start = block.start;
    list.style.setProperty("--before", String(block.start - 1));
  }
  return list;
}

// Split by a pattern with one group: every second piece is an address.
function linked(line) {
  return line.split(ADDRESS).map((piece, index) => {
    const href = index % 2 ? safeAddress(piece) : null;
    return href ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }, piece) : piece;
  });
}
