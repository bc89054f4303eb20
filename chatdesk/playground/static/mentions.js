// What a text points at: people, channels, everybody, instants, emoji.

import { dateTemplate, fullMoment } from "./dates.js";
import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";

/** `@Name`, lit up when it is the reader. */
export function mention(userId, reader, label) {
  const person = reader.person(userId);
  const name = person?.real_name || person?.name || label || userId;
  return h(
    "span",
    { class: userId === reader.id ? "mention is-me" : "mention", title: person?.title || null },
    "@",
    h("bdi", {}, name),
  );
}

/** `#channel`, a way there where the reader may go. */
export function channelMention(channelId, reader, label) {
  const channel = reader.channel(channelId);
  const name = `#${channel?.name || label || "a channel you cannot see"}`;
  return channel
    ? h("a", { class: "mention", href: reader.addressOf(channelId) }, name)
    : h("span", { class: "mention" }, name);
}

/** `@here` and its kin. */
export function broadcast(range) {
  return h("span", { class: "mention is-broadcast" }, `@${range}`);
}

/** An instant written by template for this reader, with its zone in the tooltip. */
export function dateMention(seconds, template, address, fallback, reader) {
  if (!Number.isFinite(seconds) || Math.abs(seconds) > 8.64e12) return h("span", {}, fallback);
  const words = dateTemplate(seconds, template, reader);
  const attrs = {
    datetime: new Date(seconds * 1000).toISOString(),
    title: fullMoment(seconds * 1000, reader),
  };
  return h("time", attrs, address ? link(address, words) : words);
}

/** The emoji, or its shortcode as typed when it is not known. */
export function emojiNode(name, character = emoji(name)) {
  return character
    ? h(
        "span",
        { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` },
        character,
      )
    : `:${name}:`;
}
