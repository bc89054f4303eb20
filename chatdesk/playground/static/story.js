// Stories that play themselves: the menu to choose one from, and the bar that tells what happens in it.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const INVITATION = "Play a story";

/** { node, update(story) }: the menu; `start(key)` begins one. Hidden where there are no stories. */
export function storyMenu({ start }) {
  const select = h("select", { "aria-label": INVITATION, class: "story-menu", onchange: begin });
  const node = h("span", { class: "story-choice", hidden: true }, select);
  return { node, update };

  function update(story) {
    const offered = story?.stories ?? [];
    node.hidden = offered.length === 0;
    const shape = JSON.stringify(offered);
    if (select.dataset.shape === shape) return;
    select.dataset.shape = shape;
    const groups = new Map();
    for (const one of offered) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
    select.replaceChildren(
      h("option", { value: "" }, `${INVITATION}…`),
      ...[...groups].map(([label, stories]) =>
        h(
          "optgroup",
          { label },
          stories.map(({ key, title }) => h("option", { value: key }, title)),
        ),
      ),
    );
  }

  async function begin() {
    const key = select.value;
    select.value = ""; // a menu, not a state: the same story can be chosen again
    if (!key) return;
    select.disabled = true;
    await start(key);
    select.disabled = false;
  }
}

/** { node, update(story) }: the bar; `play(act, more)` goes on, `go(place)` shows where something happened. */
export function storyBar({ play, go }) {
  const title = h("strong", { class: "story-title" });
  const count = h("span", { class: "story-count" });
  const did = h("p", { class: "story-did" });
  const look = h("button", { type: "button", class: "story-look", onclick: () => go(told.place) });
  const clauses = h("ul", { class: "story-clauses", "aria-label": "Clauses at work" });
  const coming = h("span", { class: "story-coming" });
  const next = h(
    "button",
    { type: "button", class: "step is-next", onclick: () => run("next") },
    icon("next", 16),
    "Next step",
  );
  const rest = h("button", { type: "button", class: "step", onclick: () => run("rest") }, "All of it");
  const anew = h(
    "button",
    { type: "button", class: "step", onclick: () => run("start", { key: told.key }) },
    "Start again",
  );
  const leave = h(
    "button",
    { type: "button", class: "tool", "aria-label": "Leave the story", onclick: () => play("leave") },
    icon("close", 16),
  );
  const node = h(
    "section",
    { class: "story-bar", "aria-label": "Story", hidden: true },
    h(
      "div",
      { class: "story-row" },
      title,
      count,
      coming,
      h("div", { class: "story-buttons", role: "group", "aria-label": "Play the story" }, next, rest, anew, leave),
    ),
    h("div", { class: "story-told", role: "status" }, did, look, clauses),
  );
  let told = null;
  let busy = false;
  return { node, update };

  function update(story) {
    told = story?.playing ?? null;
    node.hidden = !told;
    if (!told) return;
    title.textContent = `${told.group}: ${told.title}`;
    title.lang = told.language;
    count.textContent = told.played ? `step ${told.played} of ${told.steps}` : `${told.steps} steps`;
    if (!told.next) count.textContent += ", the end";
    coming.lang = told.language;
    coming.textContent = busy ? "" : (told.next ?? "");
    for (const [part, words] of [
      [did, told.did],
      [look, told.look],
    ]) {
      part.hidden = !words;
      part.lang = told.language;
      if (part.textContent !== (words ?? "")) part.textContent = words ?? "";
    }
    look.title = "Look at it";
    clauses.lang = told.language;
    clauses.hidden = told.clauses.length === 0;
    clauses.replaceChildren(...told.clauses.map(([id, says]) => h("li", {}, h("b", {}, id), ` ${says}`)));
    next.disabled = rest.disabled = busy || !told.next;
    anew.disabled = busy;
  }

  async function run(act, more) {
    if (busy) return;
    const pressed = document.activeElement;
    busy = true;
    node.classList.add("is-moving");
    node.setAttribute("aria-busy", "true");
    update({ playing: told });
    await play(act, more);
    busy = false;
    node.classList.remove("is-moving");
    node.setAttribute("aria-busy", "false");
    update({ playing: told });
    if (!node.hidden) (pressed.disabled ? anew : pressed).focus(); // whoever plays goes on playing
  }
}
