// Small questions about places, messages and used elements that need nothing but their arguments.

import { get } from "./api.js";
import { HOME } from "./place.js";

/** { state, place }: what the server shows at a place, and the nearest place that this person can be at. */
export async function settle(wanted) {
  let state = await get("/page/state", wanted.as ? { as: wanted.as } : {}).catch((error) => {
    if (error.status !== 404) throw error;
    return get("/page/state", {}); // the address names somebody of another day
  });
  const as = state.me ?? state.people.find((person) => !person.is_bot).id;
  if (!state.me) state = await get("/page/state", { as });
  if (wanted.at === HOME || state.channels.some((channel) => channel.id === wanted.at)) {
    return { state, place: { ...wanted, as } };
  }
  const room = state.channels.find((channel) => channel.kind !== "im") ?? state.channels[0];
  return { state, place: { as, at: room?.id ?? HOME, thread: null } };
}

/** A used element as the playground takes it: its ids and what was chosen. */
export function chosen({ block_id, action_id, ...used }) {
  const values = { button: null, overflow: used.selected_option?.value };
  return { block_id, action_id, value: used.type in values ? values[used.type] : used };
}

/** The ts of the first message by others that this reader has not seen, or null. */
export function firstUnread(channel, messages, reader) {
  if (!channel?.unread) return null;
  return messages.filter((message) => message.user !== reader.id).at(-channel.unread)?.ts ?? null;
}

/** What the browser's tab says about a place. */
export function titleOf(channel) {
  if (!channel) return "Home";
  return channel.kind === "im" ? channel.name : `#${channel.name}`;
}
