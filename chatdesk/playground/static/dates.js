// Instants as the viewer reads them: their zone, their language, the workspace's clock as "now".

/** Slack's `1741287600.000100` as milliseconds. */
export function millis(ts) {
  return Math.round(Number(ts) * 1000);
}

/** `14:20` in the viewer's zone and habit. */
export function timeOfDay(at, reader, { seconds = false } = {}) {
  return words(at, reader, { hour: "numeric", minute: "2-digit", second: seconds ? "2-digit" : undefined });
}

/** The date with its weekday; the year only when it is another one than now. */
export function dayName(at, reader) {
  const page = { ...reader, locale: reader.pageLocale };
  const near = relativeDay(at, page);
  if (near !== null) return near.charAt(0).toUpperCase() + near.slice(1);
  const otherYear = dayKey(at, reader.zone).slice(0, 4) !== dayKey(reader.now, reader.zone).slice(0, 4);
  return words(at, page, {
    weekday: "long",
    month: "long",
    day: "numeric",
    year: otherYear ? "numeric" : undefined,
  });
}

/** Everything at once, with the zone: the tooltip of every time. */
export function fullMoment(at, reader) {
  return `${shortDate(at, reader)}, ${timeOfDay(at, reader)} ${zoneName(at, reader.zone)}`;
}

/** `Fri, 6 Mar 2026`, in the page's language. */
export function shortDate(at, reader) {
  const options = { weekday: "short", year: "numeric", month: "short", day: "numeric" };
  return words(at, { ...reader, locale: reader.pageLocale }, options);
}

/** `2026-03-06`: the same for two instants exactly when they fall on one day in that zone. */
export function dayKey(at, zone) {
  const parts = wallClock(at, zone);
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** The zone's usual letters, or its offset where it has none: `EST`, `CET`, `GMT-3`. */
export function zoneName(at, zone) {
  let name = "";
  for (const locale of ["en-US", "en-GB", "en-AU"]) {
    const parts = format(locale, zone, { timeZoneName: "short" }).formatToParts(at);
    name = parts.find((part) => part.type === "timeZoneName").value;
    if (/^[A-Z]{3,5}$/.test(name)) return name;
  }
  return name;
}

/** `in 45 min`, `in 3 days`: how far ahead of the workspace's clock. */
export function ahead(at, now) {
  const minutes = Math.round((at - now) / 60000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `in ${minutes} min`;
  if (minutes < 48 * 60) {
    const rest = minutes % 60;
    return `in ${Math.floor(minutes / 60)} h${rest ? ` ${rest} min` : ""}`;
  }
  return `in ${Math.round(minutes / 1440)} days`;
}

/** Slack's date template (`{date_short}, {time}`) filled in for this viewer. */
export function dateTemplate(seconds, template, reader) {
  const at = seconds * 1000;
  return template.replace(/\{([a-z_]+)\}/g, (whole, token) => TOKENS[token]?.(at, reader) ?? whole);
}

/** What `YYYY-MM-DDTHH:MM` on the viewer's wall clock is in seconds since the epoch. */
export function secondsFromWall(text, zone) {
  const wanted = Date.parse(`${text}Z`);
  let guess = wanted;
  for (let round = 0; round < 3; round++) guess += wanted - wallMillis(guess, zone); // settles over a DST switch
  return Math.round(guess / 1000);
}

/** The other way round, for a datetime-local field. */
export function wallFromSeconds(seconds, zone) {
  return new Date(wallMillis(seconds * 1000, zone)).toISOString().slice(0, 16);
}

const LONG = { year: "numeric", month: "long", day: "numeric" };
const SHORT = { year: "numeric", month: "short", day: "numeric" };
const WITH_WEEKDAY = { weekday: "long", ...LONG };

const TOKENS = {
  date_num: (at, reader) => dayKey(at, reader.zone),
  date_slash: (at, reader) => words(at, reader, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date: (at, reader) => words(at, reader, LONG),
  date_short: (at, reader) => words(at, reader, SHORT),
  date_long: (at, reader) => words(at, reader, WITH_WEEKDAY),
  date_pretty: (at, reader) => relativeDay(at, reader) ?? words(at, reader, LONG),
  date_short_pretty: (at, reader) => relativeDay(at, reader) ?? words(at, reader, SHORT),
  date_long_pretty: (at, reader) => relativeDay(at, reader) ?? words(at, reader, WITH_WEEKDAY),
  day_divider_pretty: (at, reader) =>
    relativeDay(at, reader) ?? words(at, reader, { weekday: "long", month: "long", day: "numeric" }),
  time: (at, reader) => timeOfDay(at, reader),
  time_secs: (at, reader) => timeOfDay(at, reader, { seconds: true }),
  ago: (at, reader) => ago(at, reader),
};

function ago(at, reader) {
  const relative = new Intl.RelativeTimeFormat(reader.locale, { numeric: "auto" });
  const seconds = Math.round((at - reader.now) / 1000);
  for (const [unit, size] of [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(seconds, "second");
}

function relativeDay(at, reader) {
  const days = (Date.parse(dayKey(at, reader.zone)) - Date.parse(dayKey(reader.now, reader.zone))) / 86400000;
  if (Math.abs(days) > 1) return null;
  return new Intl.RelativeTimeFormat(reader.locale, { numeric: "auto" }).format(days, "day");
}

function words(at, reader, options) {
  return format(reader.locale, reader.zone, options).format(at);
}

function wallMillis(at, zone) {
  const { year, month, day, hour, minute, second } = wallClock(at, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function wallClock(at, zone) {
  const options = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  };
  return Object.fromEntries(
    format("en-US", zone, options)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
}

const formats = new Map(); // making one is slow and a busy channel asks for hundreds

function format(locale, zone, options) {
  const key = JSON.stringify([locale, zone, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }));
  return formats.get(key);
}
