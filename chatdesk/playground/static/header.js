// The top line: what this is, who you are, the demo's choices.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, localTime, originTag, pickPerson } from "./people.js";
import { recall, remember } from "./place.js";

const THEMES = { "light dark": "As the system", light: "Light", dark: "Dark" };

/** { node, update(state, reader), openPicker() }; `become(person)`, `choose(key, value)`, `menu()`. */
export function header({ become, choose, menu, menuOfStories, showKeys }) {
  const who = h("button", { type: "button", class: "who", "aria-haspopup": "dialog", onclick: openPicker });
  const controls = h("div", { class: "controls" });
  const steps = h("a", { class: "button own-steps", href: "apps.html", hidden: true }, "Your app");
  const line = h("span", { class: "line-lost", role: "status" });
  const trouble = h("span", { class: "line-lost", role: "alert" });
  const theme = h("button", { type: "button", class: "tool", onclick: turnTheme }, icon("theme"));
  const node = h(
    "header",
    { class: "top" },
    h(
      "button",
      { type: "button", class: "tool only-narrow", "aria-label": "Channels", onclick: menu },
      icon("menu"),
    ),
    h(
      "div",
      { class: "brand" },
      brandMark(),
      h("span", { class: "brand-words" }, h("strong", {}, "chatdesk"), " playground"),
    ),
    h("div", { class: "who-frame" }, h("span", { class: "who-label", id: "who-label" }, "You are"), who),
    controls,
    menuOfStories,
    steps,
    h("span", { class: "spring" }),
    line,
    trouble,
    h(
      "button",
      {
        type: "button",
        class: "tool keys-button",
        "aria-label": "Keys",
        title: "Keys (?)",
        onclick: showKeys,
      },
      icon("keyboard"),
    ),
    theme,
  );
  let last = null;
  applyTheme(recall("theme") ?? "light dark");
  return { node, update, openPicker, connected, complain };

  function update(state, reader) {
    last = { state, reader };
    const { me } = reader;
    who.setAttribute("aria-label", `You are ${me.real_name || me.name}. Choose somebody else`);
    who.replaceChildren(
      avatar(me, "is-small"),
      h(
        "span",
        { class: "who-words" },
        h("span", { class: "who-name" }, h("bdi", {}, me.real_name || me.name), originTag(me)),
        h(
          "small",
          {},
          [me.title, !me.is_guest && !me.is_foreign && me.team?.name].filter(Boolean).join(" · "),
        ),
      ),
      h("span", { class: "who-time" }, localTime(me, reader.now)),
      icon("down", 16),
    );
    drawControls(state.controls ?? []);
    steps.hidden = !state.is_for_installing;
  }

  function connected(is) {
    line.textContent = is ? "" : "Connection lost, trying again…";
  }

  /** What is wrong with the page as a whole; empty once it is well again. */
  function complain(words) {
    trouble.textContent = words;
  }

  function openPicker() {
    const { state, reader } = last;
    pickPerson(who, {
      people: reader.people(),
      home: state.team,
      now: reader.now,
      label: "Who you are",
      current: reader.id,
      picked: become,
    });
  }

  function drawControls(list) {
    const shape = JSON.stringify(list.map(({ value, ...control }) => control));
    if (controls.dataset.shape !== shape) controls.replaceChildren(...list.map(controlNode));
    controls.dataset.shape = shape;
    for (const { key, value } of list) {
      const select = controls.querySelector(`[data-key="${CSS.escape(key)}"]`);
      if (!select.disabled) select.value = value;
    }
  }

  function controlNode({ key, label, choices }) {
    const onchange = async () => {
      select.disabled = true;
      await choose(key, select.value);
      select.disabled = false;
      drawControls(last.state.controls); // what was chosen may have been refused
      if (document.activeElement === document.body) select.focus();
    };
    const select = h(
      "select",
      { dataset: { key }, onchange },
      choices.map(([value, words]) => h("option", { value }, words)),
    );
    return h("label", { class: "control" }, h("span", {}, label), select);
  }

  function turnTheme() {
    const names = Object.keys(THEMES);
    applyTheme(names[(names.indexOf(document.documentElement.dataset.theme) + 1) % names.length]);
  }

  function applyTheme(name) {
    document.documentElement.dataset.theme = name;
    document.documentElement.style.setProperty("color-scheme", name);
    theme.setAttribute("aria-label", `Colours: ${THEMES[name]}`);
    theme.title = `Colours: ${THEMES[name]}`;
    remember("theme", name);
  }
}

function brandMark() {
  return h("span", { class: "brand-mark", "aria-hidden": "true" }, icon("reply", 18));
}
