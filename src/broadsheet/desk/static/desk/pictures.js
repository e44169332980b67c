// The photo desk's list by keyboard, and a count of what is chosen. All of it is an improvement: every row is a link,
// every choice a checkbox, every act a form.

const desk = document.querySelector("[data-pictures]");
const all = desk.querySelector("[data-all]");

function links() {
  return [...desk.querySelectorAll("[data-open]")];
}

function boxes() {
  return [...desk.querySelectorAll("[data-choose]")];
}

function here() {
  return document.activeElement?.closest?.("[data-item]");
}

function walk(step) {
  const found = links();
  if (!found.length) return;
  const at = found.indexOf(here()?.querySelector("[data-open]"));
  const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), found.length - 1);
  found[next].focus();
  found[next].closest("[data-item]").scrollIntoView({ block: "nearest" });
}

function count() {
  const chosen = boxes().filter((box) => box.checked).length;
  const said = desk.querySelector("[data-chosen]");
  if (said) said.textContent = chosen ? `(${chosen})` : "";
  if (all) {
    all.checked = chosen > 0 && chosen === boxes().length;
    all.indeterminate = chosen > 0 && chosen < boxes().length;
  }
}

function choose() {
  const box = here()?.querySelector("[data-choose]");
  if (!box) return;
  box.checked = !box.checked;
  count();
}

const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  x: choose,
  e: () => desk.querySelector("[data-change]")?.click(),
  "/": () => desk.querySelector("#pics-words").focus(),
  "?": () => {
    const foot = desk.querySelector("[data-keys]");
    foot.hidden = !foot.hidden;
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("textarea, select, [contenteditable], input:not([type=checkbox])")) return;
  const act = keys[event.key.toLowerCase()];
  if (!act) return;
  act();
  event.preventDefault();
});

desk.addEventListener("change", (event) => {
  if (event.target === all) for (const box of boxes()) box.checked = all.checked;
  if (event.target.matches("[data-choose], [data-all]")) count();
});

desk.querySelector("[data-keys]").hidden = !links().length;
const label = desk.querySelector("[data-all-label]");
if (label) label.hidden = false;
// A page that the browser shows again keeps its ticks.
count();
