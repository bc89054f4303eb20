// Our own line icons on a 20 × 20 grid, drawn with the current text colour.

const PATHS = {
  home: "M3.5 9.2 10 3.6l6.5 5.6M5.2 8v8.2h9.6V8M8.3 16v-4.6h3.4V16",
  hash: "M7.8 3.5 6.2 16.5M13.8 3.5l-1.6 13M3.6 7.6h13.2M3.2 12.4h13.2",
  lock: "M5 9h10v7.5H5zM7 9V6.6a3 3 0 0 1 6 0V9",
  shared:
    "M8.2 11.8 11.8 8.2M9.4 6.3l1.7-1.7a3 3 0 0 1 4.3 4.3l-1.7 1.7M10.6 13.7l-1.7 1.7a3 3 0 0 1-4.3-4.3l1.7-1.7",
  plus: "M10 4v12M4 10h12",
  send: "M3.5 10.2 16.5 4l-4.6 12.6-2.5-5zM9.4 11.6 16.5 4",
  reply: "M4 4.5h12v8.3H9.2L5.6 16v-3.2H4z",
  smile:
    "M10 3.2a6.8 6.8 0 1 0 0 13.6 6.8 6.8 0 0 0 0-13.6zM7.6 8.2v.6M12.4 8.2v.6M7 11.6c1.6 2.2 4.4 2.2 6 0",
  dots: "M5 9.95h.1M10 9.95h.1M15 9.95h.1",
  close: "M5 5l10 10M15 5 5 15",
  clock: "M10 3.2a6.8 6.8 0 1 0 0 13.6 6.8 6.8 0 0 0 0-13.6zM10 6.2V10l2.7 1.8",
  next: "M4.5 5v10l6-5zM11 5v10l6-5z",
  down: "M5.5 8 10 12.5 14.5 8",
  back: "M12.5 5 7.5 10l5 5",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  bolt: "M11 3 5 11.4h4.4L8.8 17 15 8.6h-4.4z",
  edit: "M4.5 15.5 5 12.6l7.8-7.8 2.4 2.4-7.8 7.8zM11 6.6 13.4 9",
  trash: "M4.5 6h11M8 6V4.2h4V6M6 6l.7 10h6.6L14 6M8.7 9v4.2M11.3 9v4.2",
  check: "M4.5 10.5 8.3 14.3 15.5 6",
  warning: "M10 3.6 17.2 16H2.8zM10 8.2v3.6M10 13.9v.1",
  eye: "M2.8 10C5.6 5.6 14.4 5.6 17.2 10 14.4 14.4 5.6 14.4 2.8 10zM10 8.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z",
  picture: "M3.5 4.5h13v11h-13zM3.5 13l3.7-3.6 3 2.8 2.6-2.2 3.7 3.2M12.8 7.4v.1",
  file: "M5.5 3.5h6l3 3v10h-9zM11.5 3.5v3h3",
  theme: "M10 3.2a6.8 6.8 0 1 0 0 13.6zM10 3.2a6.8 6.8 0 0 1 0 13.6",
  keyboard: "M2.8 5.5h14.4v9H2.8zM5.4 8.2h.1M8.4 8.2h.1M11.4 8.2h.1M14.4 8.2h.1M6.6 11.8h6.8",
  people:
    "M7.4 4.6a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM3 16c.2-5 8.6-5 8.8 0M12.6 5a2.3 2.3 0 0 1 0 4.4M13.8 11.5c2 .5 3.1 2 3.2 4.5",
};

const SVG = "http://www.w3.org/2000/svg";

/** An icon by name; silent for screen readers, since its button carries the words. */
export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
