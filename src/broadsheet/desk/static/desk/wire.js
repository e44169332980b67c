// The wire list by keyboard, a preview without a page load, and new rows without a reload. All of it is an improvement:
// every row is a link and every act a form.

const wire = document.querySelector("[data-wire]");
const wide = window.matchMedia("(min-width: 64.01rem)");
const EVERY_MS = 4_000;
// A list that is open all day keeps so many rows; older ones are behind "Older".
const MAX_ROWS = 400;
let newest = Number(wire.dataset.newest);
let unseen = 0;

function rows() {
  return [...wire.querySelectorAll("[data-row]")];
}

function chosen() {
  return wire.querySelector("tr[aria-current] [data-row]");
}

async function show(link) {
  link.focus();
  if (!wide.matches) return;
  for (const row of wire.querySelectorAll("tr[aria-current]")) row.removeAttribute("aria-current");
  link.closest("tr").setAttribute("aria-current", "true");
  const answer = await fetch(link.href, { credentials: "same-origin" });
  if (!answer.ok || link !== chosen()) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-preview]");
  if (!fresh || link !== chosen()) return;
  wire.querySelector("[data-preview]").replaceChildren(...document.importNode(fresh, true).childNodes);
  wire.classList.add("wire--one");
  history.replaceState(null, "", link.href);
  document.title = page.title;
}

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const here = all.indexOf(document.activeElement.closest?.("[data-row]") ?? chosen());
  const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), all.length - 1);
  show(all[next]);
}

function press(selector) {
  const button = wire.querySelector(`[data-preview] ${selector}`);
  button?.click();
  return Boolean(button);
}

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  u: () => press('[data-key="u"]'),
  x: () => press('[data-key="x"]'),
  n: toTop,
  "/": () => wire.querySelector("#wire-words").focus(),
  "?": () => {
    const foot = wire.querySelector("[data-keys]");
    foot.hidden = !foot.hidden;
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  // Enter makes a story only of the dispatch that is being read; on any other row it opens the row, as a link does.
  if (event.key === "Enter") {
    if (event.target === chosen() && press("[data-main]")) event.preventDefault();
    return;
  }
  const act = keys[event.key.toLowerCase()];
  if (!act) return;
  act();
  event.preventDefault();
});

wire.addEventListener("click", (event) => {
  const link = event.target.closest("[data-row]");
  if (!link || !wide.matches || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link);
});

// New rows go in above what is shown, and the page moves by their height: what somebody reads stays where it is.
function insert(html, count) {
  const body = wire.querySelector("[data-rows]");
  const anchor = chosen()?.closest("tr") ?? body.querySelector("tr");
  const isAtTop = window.scrollY < 8 && !chosen();
  const before = anchor?.getBoundingClientRect().top ?? 0;
  body.insertAdjacentHTML("afterbegin", html);
  while (body.rows.length > MAX_ROWS) body.deleteRow(-1);
  wire.querySelector("[data-empty]")?.remove();
  body.closest("table").hidden = false;
  if (isAtTop) return;
  if (anchor) window.scrollBy(0, anchor.getBoundingClientRect().top - before);
  unseen += count;
  wire.querySelector("[data-fresh-count]").textContent = unseen;
  wire.querySelector("[data-fresh]").hidden = false;
}

function toTop() {
  unseen = 0;
  wire.querySelector("[data-fresh]").hidden = true;
  window.scrollTo(0, 0);
}

// What colleagues did meanwhile to the rows that are shown.
function mark(states) {
  for (const [id, [word, tone, isNew, by]] of Object.entries(states)) {
    const row = wire.querySelector(`tr[data-id="${id}"]`);
    if (!row) continue;
    row.className = `wire-row wire-row--${tone}${isNew ? " wire-row--fresh" : ""}`;
    const status = row.querySelector("[data-status]");
    status.textContent = word;
    status.className = `wire-status wire-status--${tone}`;
    const who = row.querySelector("[data-by]");
    who.firstElementChild.textContent = by;
    who.hidden = !by;
  }
}

async function ask() {
  if (document.hidden) return;
  const shown = [...wire.querySelectorAll("[data-rows] tr")].map((row) => Number(row.dataset.id));
  const asked = new URLSearchParams(wire.dataset.query);
  asked.set("after", newest);
  if (shown.length) asked.set("shown", Math.min(...shown));
  const answer = await fetch(`${wire.dataset.since}?${asked}`, { credentials: "same-origin" });
  if (!answer.ok) return;
  const { rows, count, newest: last, states } = await answer.json();
  newest = Math.max(newest, last);
  if (count) insert(rows, count);
  mark(states);
}

wire.querySelector("[data-fresh]")?.addEventListener("click", toTop);
wire.querySelector("[data-keys]").hidden = false;
if ("live" in wire.dataset) setInterval(() => ask().catch(() => {}), EVERY_MS);
