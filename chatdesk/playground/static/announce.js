// New messages, told to those who listen rather than look.

import { h } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";

/** Puts what others just said into the live region, shortened. */
export function announce(messages, reader) {
  const spoken = messages
    .filter((message) => message.user !== reader.id || message.is_ephemeral)
    .map(
      (message) =>
        `${reader.person(message.user)?.real_name ?? "Somebody"}: ${h("p", {}, mrkdwn(message.text, reader)).textContent.slice(0, 200)}`,
    );
  if (spoken.length) document.querySelector("#announcer").textContent = spoken.join(". ");
}
