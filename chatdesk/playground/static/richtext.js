// rich_text blocks, tables and the simple markdown block, as DOM nodes.

import { h, link, safeAddress } from "./dom.js";
import { broadcast, channelMention, dateMention, emojiNode, mention } from "./mentions.js";
import { mrkdwn } from "./mrkdwn.js";

/** The elements of a rich_text block. */
export function richText(block, reader) {
  return h(
    "div",
    { class: "rich-text" },
    (block.elements ?? []).map((element) => piece(element, reader)),
  );
}

/** A table block: cells are raw text or rich text; the first row is the head. */
export function table(block, reader) {
  const columns = block.column_settings ?? [];
  const row = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((cell, at) =>
        h(
          tag,
          { class: cellClass(columns[at]), scope: tag === "th" ? "col" : null },
          tableCell(cell, reader),
        ),
      ),
    );
  const [head = [], ...body] = block.rows ?? [];
  return h(
    "div",
    { class: "table-frame", tabindex: "0", role: "group", "aria-label": "Table" },
    h(
      "table",
      {},
      h("thead", {}, row(head, "th")),
      h(
        "tbody",
        {},
        body.map((cells) => row(cells, "td")),
      ),
    ),
  );
}

/** The markdown block: headings, lists, quotes, fences, **bold**, *italic*, `code`, [links](…). */
export function markdown(block, reader) {
  const nodes = [];
  let list = null;
  let fence = null;
  for (const line of String(block.text ?? "").split("\n")) {
    if (/^\s*```/.test(line)) {
      if (fence === null) fence = [];
      else {
        nodes.push(h("pre", {}, fence.join("\n")));
        fence = null;
      }
      continue;
    }
    if (fence !== null) {
      fence.push(line);
      continue;
    }
    const item = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/.exec(line);
    if (item) {
      const tag = item[1] ? "OL" : "UL";
      if (list?.tagName !== tag) nodes.push((list = h(tag.toLowerCase(), {})));
      list.append(h("li", {}, markdownInline(item[2], reader)));
      continue;
    }
    list = null;
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    const quote = /^>\s?(.*)$/.exec(line);
    if (heading) nodes.push(h("p", { class: "markdown-heading" }, markdownInline(heading[2], reader)));
    else if (quote) nodes.push(h("blockquote", {}, markdownInline(quote[1], reader)));
    else if (/^\s*(---+|\*\*\*+)\s*$/.test(line)) nodes.push(h("hr", {}));
    else if (line.trim()) nodes.push(h("p", {}, markdownInline(line, reader)));
  }
  if (fence !== null) nodes.push(h("pre", {}, fence.join("\n")));
  return h("div", { class: "markdown" }, nodes);
}

function piece(element, reader) {
  const inside = () => (element.elements ?? []).map((part) => span(part, reader));
  switch (element.type) {
    case "rich_text_section":
      return h("div", { class: "rich-section" }, inside());
    case "rich_text_quote":
      return h("blockquote", {}, inside());
    case "rich_text_preformatted":
      return h("pre", {}, inside());
    case "rich_text_list":
      return richList(element, reader);
    default:
      return h("div", { class: "rich-section" }, element.elements ? inside() : span(element, reader));
  }
}

function richList(element, reader) {
  const tag = element.style === "ordered" ? "ol" : "ul";
  const attrs = {
    class: `indent-${Math.min(8, Number(element.indent) || 0)}`,
    start: tag === "ol" && element.offset ? Number(element.offset) + 1 : null,
  };
  return h(
    tag,
    attrs,
    (element.elements ?? []).map((item) =>
      h(
        "li",
        {},
        (item.elements ?? []).map((part) => span(part, reader)),
      ),
    ),
  );
}

function span(part, reader) {
  const style = part.style ?? {};
  let node = spanCore(part, reader);
  if (style.code) node = h("code", {}, node);
  if (style.underline) node = h("u", {}, node);
  if (style.strike) node = h("s", {}, node);
  if (style.italic) node = h("em", {}, node);
  if (style.bold) node = h("strong", {}, node);
  return node;
}

function spanCore(part, reader) {
  switch (part.type) {
    case "text":
      return document.createTextNode(String(part.text ?? ""));
    case "link":
      return link(part.url, part.text || part.url);
    case "emoji":
      return emojiNode(String(part.name ?? ""), part.unicode ? fromCodePoints(part.unicode) : undefined);
    case "user":
      return mention(part.user_id, reader);
    case "channel":
      return channelMention(part.channel_id, reader);
    case "usergroup":
      return h("span", { class: "mention" }, "@group");
    case "broadcast":
      return broadcast(part.range);
    case "date":
      return dateMention(
        Number(part.timestamp),
        String(part.format ?? ""),
        part.url,
        part.fallback ?? "",
        reader,
      );
    case "color":
      return h("code", {}, h("span", { class: "swatch", tint: part.value }), part.value);
    default:
      return h("span", { class: "unknown-inline" }, part.text ?? part.fallback ?? `[${part.type}]`);
  }
}

function fromCodePoints(unicode) {
  const points = String(unicode)
    .split("-")
    .map((hex) => Number.parseInt(hex, 16));
  return points.every((point) => point >= 0 && point <= 0x10ffff)
    ? String.fromCodePoint(...points)
    : undefined;
}

function tableCell(cell, reader) {
  if (cell?.type === "rich_text") return richText(cell, reader);
  return String(cell?.text ?? cell?.value ?? "");
}

function cellClass(setting) {
  const align = ["center", "right"].includes(setting?.align) ? `align-${setting.align}` : "";
  return [align, setting?.is_wrapped ? "is-wrapped" : ""].join(" ").trim() || null;
}

const MARKDOWN_INLINE =
  /\*\*(.+?)\*\*|__(.+?)__|~~(.+?)~~|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*([^*\s][^*]*)\*|\b_([^_]+)_\b/;

function markdownInline(text, reader, depth = 0) {
  const nodes = [];
  let rest = text;
  for (let found = MARKDOWN_INLINE.exec(rest); found && depth < 5; found = MARKDOWN_INLINE.exec(rest)) {
    if (found.index) nodes.push(...quiet(rest.slice(0, found.index), reader));
    const [whole, bold, bold2, strike, code, label, address, italic, italic2] = found;
    const deeper = (part) => markdownInline(part, reader, depth + 1);
    if (bold ?? bold2) nodes.push(h("strong", {}, deeper(bold ?? bold2)));
    else if (strike) nodes.push(h("s", {}, deeper(strike)));
    else if (code) nodes.push(h("code", {}, code));
    else if (label) nodes.push(safeAddress(address) ? link(address, label) : label);
    else nodes.push(h("em", {}, deeper(italic ?? italic2)));
    rest = rest.slice(found.index + whole.length);
  }
  nodes.push(...quiet(rest, reader));
  return nodes;
}

/** Mentions, dates and emoji inside markdown are Slack's own; its * _ ~ ` and > are not. */
function quiet(text, reader) {
  return text
    .split(/(<[@#!][^>]+>|:[a-z0-9_+'-]{1,60}:)/i)
    .flatMap((part, at) => (at % 2 === 1 ? mrkdwn(part, reader) : [part]));
}
