// What a page does beyond links and forms: keys, light and dark, and loading again while a run goes on.
// Every page works without it, but for the keys.
"use strict";

const THEME = "sarand-theme";

/** The theme that a person chose stays for the next page. */
function theme(next) {
  try {
    if (next) localStorage.setItem(THEME, next);
    const chosen = localStorage.getItem(THEME);
    if (chosen) document.documentElement.dataset.theme = chosen;
  } catch {
    if (next) document.documentElement.dataset.theme = next;
  }
}

function isDark() {
  return document.documentElement.dataset.theme === "dark"
    || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
}

/** What the buttons of every page do. */
const doing = {
  theme: () => theme(isDark() ? "light" : "dark"),
  keys: () => document.getElementById("keys").showModal(),
};

/** The lines or rows that can be walked through, and the one that is looked at. */
const items = () => [...document.querySelectorAll("[data-item]")].filter((item) => item.checkVisibility());
let at = -1;

function go(to) {
  const all = items();
  if (!all.length) return;
  all[at]?.classList.remove("here");
  at = Math.max(0, Math.min(all.length - 1, to));
  all[at].classList.add("here");
  all[at].focus({ preventScroll: true });
  all[at].scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new CustomEvent("sarand:here", { detail: all[at] }));
}

/** The next item that says something: a line that was removed or changed. */
function goToChange(step) {
  const all = items();
  let next = at + step;
  while (all[next] && all[next].matches(".line.kept")) next += step;
  if (all[next]) go(next);
}

const keys = {
  j: () => go(at + 1),
  k: () => go(at - 1),
  J: () => goToChange(1),
  K: () => goToChange(-1),
  t: doing.theme,
  "?": doing.keys,
  // On a page without a search, it is that of the list.
  "/": () => location.assign("documents#search"),
};

/** A key of the item that is looked at; of the first, when none is. */
function onItem(key) {
  const name = `[data-item-key="${CSS.escape(key)}"]`;
  if (!document.querySelector(name)) return false;
  if (at < 0) go(0);
  const target = items()[at]?.querySelector(name);
  target?.click();
  return Boolean(target);
}

let pending = "";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, dialog")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const key = pending + event.key;
  pending = event.key === "g" && !pending ? "g " : "";
  if (pending) return;
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (target) {
    event.preventDefault();
    if (target.matches("input, select, textarea")) target.focus();
    else target.click();
  } else if (onItem(key)) {
    event.preventDefault();
  } else if (keys[key]) {
    event.preventDefault();
    keys[key]();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) doing[button.dataset.do]?.();
});

document.addEventListener("focusin", (event) => {
  const item = event.target.closest("[data-item]");
  const now = item ? items().indexOf(item) : -1;
  if (now >= 0 && now !== at) {
    items()[at]?.classList.remove("here");
    at = now;
  }
});

theme();
// On a phone, the list comes before what narrows it down.
if (matchMedia("(max-width: 48rem)").matches) {
  for (const fold of document.querySelectorAll("aside details")) fold.open = false;
}
if (location.hash === "#search") document.querySelector(`[data-key="/"]`)?.focus();

// The line or rule that the address names is the one that is looked at.
const named = document.getElementById(location.hash.slice(1));
if (named?.matches("[data-item]")) go(items().indexOf(named));

// Counting goes on by itself; without a script there is a link.
(async () => {
  for (let part = document.querySelector("[data-more]"); part;) {
    const page = await fetch(part.dataset.more).then((answer) => (answer.ok ? answer.text() : null), () => null);
    const next = page && new DOMParser().parseFromString(page, "text/html").getElementById(part.id);
    if (!next) return;
    part.replaceWith(document.adoptNode(next));
    part = document.querySelector("[data-more]");
  }
})();

// While documents are still read, the page is made again every two seconds, unless a person is busy with it.
const growing = () => document.querySelector("[data-grows]");

/** What is shown of a document, a search or a sample stays as it is: only the note above it is made again. */
function stands() {
  const asked = new URLSearchParams(location.search);
  return asked.has("n") || asked.has("text") || asked.has("random");
}

function isBusy() {
  return document.hidden || document.querySelector("dialog[open]")
    || document.activeElement?.matches("input, select, textarea") || !getSelection().isCollapsed;
}

/** Puts in the part that was made again. What is unfolded, scrolled or looked at there stays so. */
function renew(old, next) {
  const folds = (part) => [...part.querySelectorAll("details")];
  const open = new Map(folds(old).map((fold) => [fold.querySelector("summary").textContent, fold.open]));
  for (const fold of folds(next)) fold.open = open.get(fold.querySelector("summary").textContent) ?? fold.open;
  const looked = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const scrolled = [...old.querySelectorAll(".columns")].map((plot) => plot.scrollLeft);
  old.replaceWith(next);
  next.querySelectorAll(".columns").forEach((plot, at) => (plot.scrollLeft = scrolled[at] ?? 0));
  if (looked) next.querySelector(`[href="${CSS.escape(looked)}"]`)?.focus({ preventScroll: true });
}

async function grow() {
  if (!isBusy()) {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer) {
      // The console says so, too, so it is not asked again.
      growing().textContent = "The workbench has ended.";
      return;
    }
    const made = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    // A person may have become busy meanwhile.
    for (const part of made && !isBusy() ? (stands() ? [".note"] : [".note", "main"]) : []) {
      const [old, next] = [document.querySelector(part), made.querySelector(part)];
      if (!next) old?.remove();
      else if (old && !old.isEqualNode(next)) renew(old, document.adoptNode(next));
    }
  }
  if (growing()) setTimeout(grow, 2000);
}

if (growing()) setTimeout(grow, 2000);
