// Files: chosen for a message or in a form, uploaded at once, shown by name with a link.

import { post } from "./api.js";
import { h, safeAddress } from "./dom.js";
import { labels } from "./fields.js";
import { icon } from "./icons.js";

/** A form's field for files. */
export function fileNode(element, field, host) {
  const chosen = chosenFiles(host.reader, () => {
    mark();
    host.changed?.(field);
  });
  const kinds = (element.filetypes ?? []).map((kind) => `.${kind}`).join(",");
  const input = h("input", {
    type: "file",
    multiple: (element.max_files ?? 10) > 1,
    accept: kinds || null,
    onchange: async () => {
      await chosen.add([...input.files]);
      input.value = "";
    },
    ...labels(element, field),
  });
  field.read = () => ({ type: element.type, files: chosen.files() });
  field.write = (state) => {
    chosen.set(state.files ?? []);
    mark();
  };
  field.isEmpty = () => chosen.files().length === 0;
  field.focus = () => input.focus();
  return h("div", { class: "file-field" }, input, chosen.node);

  // The input is emptied for the next choice, and would say "No file chosen" above those that are.
  function mark() {
    input.classList.toggle("has-files", chosen.files().length > 0);
  }
}

/** { node, add(files), set(files), files() } of what is chosen so far; each can be taken away again. */
export function chosenFiles(reader, changed) {
  let files = [];
  const list = h("ul", { class: "chosen-files" });
  const note = h("p", { class: "message-note", role: "alert" });
  return { node: h("div", {}, list, note), add, set, files: () => files };

  async function add(wanted) {
    note.textContent = "";
    for (const file of wanted) {
      const answer = await post("/page/upload", {
        as: reader.id,
        name: file.name,
        content: await encoded(file),
      });
      if (answer.ok) set([...files, { id: answer.file, name: file.name }]);
      else note.textContent = answer.error;
    }
    changed();
  }

  function set(next) {
    files = next.map(({ id, name }) => ({ id, name }));
    list.replaceChildren(
      ...files.map((file) =>
        h(
          "li",
          {},
          icon("file", 16),
          h("bdi", {}, file.name),
          h(
            "button",
            {
              type: "button",
              class: "tool",
              "aria-label": `Take ${file.name} away`,
              onclick: () => {
                set(files.filter((one) => one.id !== file.id));
                changed();
              },
            },
            icon("close", 16),
          ),
        ),
      ),
    );
  }
}

/** The files of a message; null where there are none. */
export function fileLinks(files) {
  if (!files?.length) return null;
  return h(
    "ul",
    { class: "chosen-files" },
    files.map((file) => {
      const href = safeAddress(file.permalink ?? "");
      const name = h("bdi", {}, file.name ?? "A file of another organisation");
      return h(
        "li",
        {},
        icon("file", 16),
        href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, name) : name,
      );
    }),
  );
}

async function encoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let whole = "";
  for (const byte of bytes) whole += String.fromCharCode(byte);
  return btoa(whole);
}
