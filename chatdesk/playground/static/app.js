// The page put together: the address says where we are, the server says what is there, and every change it
// announces is fetched and drawn in place.

import { announce } from "./announce.js";
import { get, listen, post } from "./api.js";
import { conversation } from "./conversation.js";
import { h } from "./dom.js";
import { header } from "./header.js";
import { channelHead, threadHead } from "./heads.js";
import { homeView } from "./home_view.js";
import { listenForKeys, showKeys } from "./keys.js";
import { modalStack } from "./modal.js";
import { HOME, readPlace, recall, remember, writePlace } from "./place.js";
import { readerOf } from "./reader.js";
import { chosen, firstUnread, settle, titleOf } from "./places.js";
import { sidebar } from "./sidebar.js";
import { storyBar, storyMenu } from "./story.js";
import { timeStrip } from "./time_strip.js";

const CLOCK_BEAT = 20_000; // a clock that runs shows its minutes though nothing happened

let place = readPlace();
let state = null;
let reader = null;
let unreadFrom = null; // ts of the first message that was unread when this place was entered
let entering = true; // the next round is the first one at this place
let running = null;
let again = false;

const shell = document.querySelector("#shell");

const deeds = {
  act: (message, action) => tell("click", { ...spot(message), ...chosen(action) }),
  react: (message, name) => aloud(tell("react", { ...spot(message), name })),
  edit: (message, text) => tell("edit", { ...spot(message), text }),
  remove: (message) => aloud(tell("delete", spot(message))),
  shortcut: (message, shortcut) =>
    aloud(tell("shortcut", { ...spot(message), callback_id: shortcut.callback_id })),
  shortcuts: () => state.shortcuts.filter((shortcut) => shortcut.kind === "message"),
  openThread: (message) => go({ thread: message.thread_ts ?? message.ts }),
  dismiss: (message) => {
    remember(dismissedKey(), [...dismissed(), message.ts].slice(-300));
    return refresh();
  },
};
const onView = {
  click: (view, action, values) =>
    tell("view", { act: "click", view_id: view.id, ...chosen(action), values }),
  submit: (view, values) => tell("view", { act: "submit", view_id: view.id, values }),
  close: (view) => tell("view", { act: "close", view_id: view.id }),
};
const paneDeeds = {
  deeds,
  runShortcut: (shortcut) => tell("shortcut", { callback_id: shortcut.callback_id }),
};

const modals = modalStack({ deeds: onView });
const stories = storyMenu({ start: (key) => narrate("start", { key }) });
const top_ = header({
  become,
  menuOfStories: stories.node,
  choose: (key, value) => aloud(tell("control", { key, value })),
  menu: () => shell.classList.toggle("shows-sidebar"),
  showKeys,
});
const strip = timeStrip({ step: (key) => tell("time", { step: key }) });
const tale = storyBar({ play: narrate, go });
const side = sidebar({ go, write: writeTo });
const channelPane = conversation({
  ...paneDeeds,
  label: "Messages",
  send: (text, files) => tell("say", { channel: place.at, text, files }),
});
const threadPane = conversation({
  ...paneDeeds,
  label: "Thread",
  inThread: true,
  send: (text, files) => tell("say", { channel: place.at, text, files, thread_ts: place.thread }),
});
const home = homeView({ click: onView.click });

start();

async function start() {
  for (const pane of [channelPane, threadPane, home]) pane.node.hidden = true; // until there is something to show
  const bars = h("div", { class: "bars" }, strip.node, tale.node);
  shell.append(top_.node, bars, side.node, channelPane.node, home.node, threadPane.node);
  shell.addEventListener(
    "click",
    (event) => event.target.closest(".sidebar, .only-narrow") ?? shell.classList.remove("shows-sidebar"),
  );
  window.addEventListener("popstate", () => go(readPlace(), { replace: true }));
  window.addEventListener("hashchange", () => go(readPlace(), { replace: true }));
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  listenForKeys({
    write: () => activePane().focusComposer(),
    step: side.step,
    who: top_.openPicker,
    closeThread: () => place.thread && go({ thread: null }),
  });
  await refresh();
  if (place.at === HOME) await tell("home", {});
  else activePane().focusComposer();
  listen({ changed: (revision) => revision !== state?.revision && refresh(), connected: top_.connected });
  setInterval(() => document.hidden || refresh(), CLOCK_BEAT);
}

/** Goes somewhere; what is not named stays as it is. */
async function go(to, { replace = false } = {}) {
  const left = place;
  place = { ...place, ...to };
  if (place.as === left.as && place.at === left.at && place.thread === left.thread) return;
  if (place.at !== left.at || place.as !== left.as) entering = true;
  writePlace(place, { replace });
  shell.classList.remove("shows-sidebar");
  if (place.at === HOME && entering) await tell("home", {});
  await refresh();
  if (place.at !== HOME) activePane().focusComposer();
}

function become(person) {
  return go({ as: person.id, at: recall(`last:${person.id}`) ?? place.at, thread: null });
}

async function writeTo(person) {
  const answer = await aloud(tell("dm", { user: person.id }));
  if (answer.ok) await go({ at: answer.channel, thread: null });
}

/** Does something in this person's name and draws what came of it; answers { ok, error?, notice?, … }. */
async function tell(act, body) {
  const answer = await post(`/page/${act}`, { as: place.as, ...body });
  await refresh();
  return answer;
}

/** Shows under the clock what was answered to something that has no place of its own for answers. */
async function aloud(promise) {
  const answer = await promise;
  strip.say(answer);
  return answer;
}

// A story begins on a day that suits it, and what is open until then goes on happening.
const BEGINS = "Time passes until the story begins. With cases still open that may take half a minute …";

/** Begins a story, plays on in it or leaves it, and goes where there is something to see. */
async function narrate(act, more = {}) {
  let isSlow = false;
  const slow = setTimeout(() => {
    isSlow = act === "start";
    if (isSlow) strip.say({ ok: true, notice: BEGINS });
  }, 700);
  const answer = await aloud(tell("story", { act, ...more }));
  clearTimeout(slow);
  if (isSlow && answer.ok && !answer.notice) strip.say({ ok: true, notice: "The story begins." });
  if (answer.place) await go(answer.place);
  return answer;
}

/** Fetches what is visible and draws it; calls that come meanwhile are answered by one more round. */
function refresh() {
  if (running) again = true;
  running ??= rounds().finally(() => (running = null));
  return running;
}

async function rounds() {
  do {
    again = false;
    try {
      await round();
      top_.complain("");
    } catch (error) {
      console.warn("The page could not be drawn anew", error);
      top_.complain(error.message); // the next change tries again
    }
  } while (again);
}

async function round() {
  const wanted = place;
  const settled = await settle(wanted);
  if (wanted !== place) {
    again = true; // somebody went elsewhere meanwhile
    return;
  }
  entering ||= settled.place.at !== place.at;
  place = settled.place;
  writePlace(place, { replace: true });
  const eyes = readerOf(settled.state);
  const asked = place;
  const channel = eyes.channel(asked.at);
  const [main, thread] = await Promise.all([
    channel ? get(`/page/channel/${asked.at}`, { as: asked.as }) : null,
    channel && asked.thread
      ? get(`/page/thread/${asked.at}/${asked.thread}`, { as: asked.as }).catch(threadIsGone)
      : null,
  ]);
  if (asked !== place) {
    again = true;
    return;
  }
  state = settled.state;
  reader = eyes;
  draw(channel, main?.messages ?? [], thread?.messages ?? null);
  await markRead(channel, main?.messages ?? []);
}

function draw(channel, messages, thread) {
  const here = messages.filter((message) => !dismissed().includes(message.ts));
  if (entering) unreadFrom = firstUnread(channel, here, reader);
  top_.update(state, reader);
  strip.update(state, reader);
  stories.update(state.story);
  tale.update(state.story);
  side.update(state, reader, place);
  home.node.hidden = Boolean(channel);
  channelPane.node.hidden = !channel;
  threadPane.node.hidden = !thread;
  shell.classList.toggle("has-thread", Boolean(thread));
  if (channel) {
    const arrived = channelPane.update({
      state,
      reader,
      key: `${reader.id}:${channel.id}`,
      members: channel.members,
      messages: here,
      headNodes: channelHead(channel, state, reader),
      newFrom: unreadFrom,
      composerLabel: channel.kind === "im" ? `Write to ${channel.name}` : `Write in #${channel.name}`,
      emptyWords: "Nothing has been said here yet.",
      canWrite: !channel.is_archived,
    });
    if (!entering) announce(arrived, reader);
  } else {
    home.update(state.home, reader, state.app);
  }
  if (thread) {
    const arrived = threadPane.update({
      state,
      reader,
      key: `${reader.id}:${channel.id}:${place.thread}`,
      members: channel.members,
      messages: thread.filter((message) => !dismissed().includes(message.ts)),
      headNodes: threadHead(channel, () => go({ thread: null })),
      composerLabel: "Answer in the thread",
      emptyWords: "",
      canWrite: !channel.is_archived,
    });
    announce(arrived, reader);
  }
  modals.update(state.views, reader);
  document.title = `${titleOf(channel)} · chatdesk playground`;
  entering = false;
}

async function markRead(channel, messages) {
  const last = messages.at(-1);
  if (!channel?.unread || !last || document.hidden) return;
  await post("/page/read", { as: place.as, channel: channel.id, ts: last.ts });
}

function threadIsGone(error) {
  if (error.status !== 404) throw error;
  place = { ...place, thread: null };
  return null;
}

function activePane() {
  return place.thread ? threadPane : channelPane;
}

function spot(message) {
  return { channel: place.at, ts: message.ts };
}

function dismissedKey() {
  return `dismissed:${place.as}:${place.at}`;
}

function dismissed() {
  return recall(dismissedKey()) ?? [];
}
