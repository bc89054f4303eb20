// Whose eyes the page has: lookups and the habits (zone, language, clock) by which things are written.

import { addressOf } from "./place.js";

/** The reader of a state, with every person and channel they can look up. */
export function readerOf(state) {
  const people = new Map(state.people.map((person) => [person.id, person]));
  const me = people.get(state.me);
  const channels = new Map(
    state.channels.map((channel) => [channel.id, { ...channel, name: nameOf(channel) }]),
  );
  return {
    id: me.id,
    me,
    zone: knownZone(me.tz),
    locale: knownLocale(me.locale),
    pageLocale: pageLocale(knownLocale(me.locale)),
    now: Date.parse(state.now),
    person: (id) => people.get(id),
    people: () => [...people.values()].filter((person) => !person.is_bot),
    everybody: () => [...people.values()],
    channel: (id) => channels.get(id),
    channels: () => [...channels.values()],
    addressOf: (channelId) => addressOf({ as: me.id, at: channelId }),
  };

  function nameOf(channel) {
    if (channel.kind !== "im") return channel.name;
    const other = people.get(channel.members.find((id) => id !== me.id) ?? me.id);
    return other?.real_name || other?.name || "Somebody";
  }
}

/** With which organisations, seen from the reader's own; null for a channel of one organisation. */
export function sharedWith(channel, state, reader) {
  if (!channel.shared_with?.length) return null;
  const others = reader.me.is_foreign
    ? [state.team.name, ...channel.shared_with.filter((name) => name !== reader.me.team.name)]
    : channel.shared_with;
  return others.join(", ");
}

/** The other person of a direct message. */
export function otherOf(channel, reader) {
  return reader.person(channel.members.find((id) => id !== reader.id) ?? reader.id);
}

/** The page itself is in English; days are written the reader's English way, if theirs is one. */
function pageLocale(locale) {
  return locale.startsWith("en") ? locale : "en-GB";
}

/** The zone, or UTC where this browser does not know it. */
export function knownZone(zone) {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone || "UTC";
  } catch {
    return "UTC"; // a zone this browser has never heard of
  }
}

/** The language tag, or American English where it is none. */
export function knownLocale(locale) {
  try {
    return Intl.getCanonicalLocales((locale || "en-US").replace("_", "-"))[0] ?? "en-US";
  } catch {
    return "en-US"; // not a language tag
  }
}
