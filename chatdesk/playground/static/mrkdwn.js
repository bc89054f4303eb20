// Slack's mrkdwn as DOM nodes. Everything that is not markup stays text, whatever it looks like.

import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, dateMention, emojiNode, mention } from "./mentions.js";

const DEEPEST = 8; // styles inside styles; hostile text nests further
const STYLES = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;
const URL_START = /https?:\/\/[^\s<>|]+/y;
const EMOJI = /:([a-z0-9_+'-]{1,60}(?:::skin-tone-[2-6])?):/iy;

/** mrkdwn (with Slack's `&amp; &lt; &gt;` escapes) as nodes for this reader. */
export function mrkdwn(text, reader) {
  const nodes = [];
  String(text ?? "")
    .split(/```/)
    .forEach((part, index, parts) => {
      const closed = index % 2 === 1 && index < parts.length - 1;
      if (closed) nodes.push(h("pre", {}, unescapeText(part.replace(/^\n/, "").replace(/\n$/, ""))));
      else nodes.push(...lines((index % 2 === 1 ? "```" : "") + afterFence(part, index), reader));
    });
  return nodes;
}

/** plain_text: only emoji shortcodes mean something, and only where the object allows them. */
export function plainText(text, { emoji: withEmoji = true } = {}) {
  const plain = String(text ?? "");
  return withEmoji ? withEmojis(plain) : [plain];
}

/** A Block Kit text object (mrkdwn or plain_text) as nodes. */
export function textObject(object, reader) {
  if (!object) return [];
  return object.type === "mrkdwn"
    ? mrkdwn(object.text, reader)
    : plainText(object.text, { emoji: object.emoji !== false });
}

/** The words of a text object without any markup, for labels and options. */
export function wordsOf(object) {
  if (!object) return "";
  const text = object.type === "mrkdwn" ? unescapeText(object.text) : String(object.text ?? "");
  return text.replace(/:([a-z0-9_+'-]{1,60}):/gi, (whole, name) => emoji(name) ?? whole);
}

export function unescapeText(text) {
  return String(text ?? "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}

function afterFence(part, index) {
  return index > 0 && index % 2 === 0 ? part.replace(/^\n/, "") : part;
}

function lines(text, reader) {
  const nodes = [];
  let plain = [];
  let quoted = [];
  const flushPlain = () => plain.length && nodes.push(...inline(plain.join("\n"), reader, 0));
  const flushQuoted = () =>
    quoted.length && nodes.push(h("blockquote", {}, inline(quoted.join("\n"), reader, 0)));
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>) ?(.*)$/s.exec(line);
    if (quote) {
      flushPlain();
      plain = [];
      quoted.push(quote[1]);
    } else {
      flushQuoted();
      quoted = [];
      plain.push(line);
    }
  }
  flushPlain();
  flushQuoted();
  return nodes;
}

function inline(text, reader, depth) {
  const nodes = [];
  const dead = {}; // per mark: no partner before this place, so a row of 40,000 marks is read once
  let plain = "";
  let at = 0;
  const push = (node, next) => {
    if (plain) nodes.push(unescapeText(plain));
    plain = "";
    nodes.push(node);
    at = next;
  };
  while (at < text.length) {
    const mark = text[at];
    if (mark === "<") {
      const end = partner(text, at, ">", dead);
      const node = end > 0 ? angle(text.slice(at + 1, end), reader) : null;
      if (node) {
        push(node, end + 1);
        continue;
      }
    } else if (mark === "`") {
      const end = partner(text, at, "`", dead);
      if (end > at + 1) {
        push(h("code", {}, unescapeText(text.slice(at + 1, end))), end + 1);
        continue;
      }
    } else if (mark === ":") {
      EMOJI.lastIndex = at;
      const found = EMOJI.exec(text);
      const character = found && emoji(found[1]);
      if (character) {
        push(emojiNode(found[1], character), at + found[0].length);
        continue;
      }
    } else if (mark in STYLES && depth < DEEPEST && opens(text, at)) {
      const end = closing(text, at, mark, dead);
      if (end > 0) {
        push(h(STYLES[mark], {}, inline(text.slice(at + 1, end), reader, depth + 1)), end + 1);
        continue;
      }
    } else if (mark === "h") {
      URL_START.lastIndex = at;
      const found = !WORD.test(text[at - 1] ?? "") && URL_START.exec(text);
      if (found) {
        const address = found[0].replace(/(&gt;.*|[.,;:!?)\]'"*_~]+)$/, "");
        push(link(unescapeText(address), unescapeText(address)), at + address.length);
        continue;
      }
    }
    plain += mark;
    at += 1;
  }
  if (plain) nodes.push(unescapeText(plain));
  return nodes;
}

/** The next such character on the same line, or -1. */
function partner(text, at, mark, dead) {
  if (dead[mark] > at) return -1;
  const line = lineEnd(text, at);
  const end = text.indexOf(mark, at + 1);
  if (end > 0 && end < line) return end;
  dead[mark] = line;
  return -1;
}

function opens(text, at) {
  const before = text[at - 1] ?? " ";
  const after = text[at + 1] ?? " ";
  return !WORD.test(before) && before !== text[at] && !/\s/.test(after) && after !== text[at];
}

function closing(text, at, mark, dead) {
  if (dead[mark] > at) return -1;
  const line = lineEnd(text, at);
  for (let end = at + 2; end < line; end++) {
    if (text[end] === "`" || text[end] === "<") {
      const skip = text.indexOf(text[end] === "<" ? ">" : "`", end + 1);
      if (skip > 0 && skip < line) end = skip;
    } else if (
      text[end] === mark &&
      !/\s/.test(text[end - 1]) &&
      !WORD.test(text[end + 1] ?? " ") &&
      text[end + 1] !== mark
    ) {
      return end;
    }
  }
  dead[mark] = line;
  return -1;
}

function lineEnd(text, at) {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function angle(inner, reader) {
  const [target, ...rest] = inner.split("|");
  const label = rest.length ? unescapeText(rest.join("|")) : null;
  if (/^@[UWB][A-Z0-9_]*$/i.test(target)) return mention(target.slice(1), reader, label);
  if (/^#[CGD][A-Z0-9_]*$/i.test(target)) return channelMention(target.slice(1), reader, label);
  if (/^!(here|channel|everyone)$/.test(target)) return broadcast(target.slice(1));
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label ?? "@group");
  if (target.startsWith("!date^")) {
    const [, seconds, template, address] = target.split("^");
    return dateMention(Number(seconds), unescapeText(template ?? ""), address, label ?? "", reader);
  }
  if (target.startsWith("!")) return label === null ? null : h("span", {}, label);
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) {
    const address = unescapeText(target);
    return link(address, label ?? address.replace(/^mailto:/, ""));
  }
  return null;
}

function withEmojis(text) {
  return text.split(/(:[a-z0-9_+'-]{1,60}:)/i).map((part, index) => {
    const character = index % 2 === 1 ? emoji(part.slice(1, -1)) : null;
    return character ? emojiNode(part.slice(1, -1), character) : part;
  });
}
