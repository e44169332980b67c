// The wire list by keyboard, a preview without a page load, and a count of what came since. All of it is an
// improvement: every row is a link and every act a form.

const wire = document.querySelector("[data-wire]");
const wide = window.matchMedia("(min-width: 64.01rem)");
const EVERY_MS = 10_000;

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

async function ask() {
  if (document.hidden) return;
  const answer = await fetch(`${wire.dataset.count}?after=${wire.dataset.newest}`, { credentials: "same-origin" });
  if (!answer.ok) return;
  const count = (await answer.json()).new;
  if (count === "0") return;
  wire.querySelector("[data-fresh-count]").textContent = count;
  wire.querySelector("[data-fresh]").hidden = false;
}

wire.querySelector("[data-keys]").hidden = false;
setInterval(() => ask().catch(() => {}), EVERY_MS);
