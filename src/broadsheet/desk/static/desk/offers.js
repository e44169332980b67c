// The merge by keyboard: next and previous conflict, and a choice by its number. Every choice is a radio button of a form
// that works without this.

const merge = document.querySelector("[data-merge]");
const conflicts = [...merge.querySelectorAll("[data-conflict]")];

function here() {
  const focused = document.activeElement.closest?.("[data-conflict]");
  return focused ?? merge.querySelector("[data-conflict][data-here]");
}

function go(step) {
  if (!conflicts.length) return;
  const at = conflicts.indexOf(here());
  const next = at < 0 ? (step > 0 ? 0 : conflicts.length - 1) : (at + step + conflicts.length) % conflicts.length;
  for (const one of conflicts) one.toggleAttribute("data-here", one === conflicts[next]);
  conflicts[next].focus({ preventScroll: true });
  conflicts[next].scrollIntoView({ block: "center" });
}

function choose(number) {
  const radio = (here() ?? conflicts[0])?.querySelector(`[data-pick="${number}"]`);
  if (!radio) return false;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  if (radio.value === "edit") radio.closest("[data-conflict]").querySelector("textarea").focus();
  return true;
}

function isTyping(target) {
  return target.closest("textarea, select, [contenteditable], input:not([type='radio'])") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target.matches(".merge-typed")) {
    event.target.closest("[data-conflict]").focus();
    return;
  }
  if (isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "n") go(1);
  else if (key === "p") go(-1);
  else if (!/^[1-4]$/.test(key) || !choose(key)) return;
  event.preventDefault();
});

// Whoever types has chosen to.
merge.addEventListener("input", ({ target }) => {
  if (!target.matches(".merge-typed")) return;
  target.closest("[data-conflict]").querySelector("[value='edit']").checked = true;
});

merge.querySelector("[data-keys]").hidden = conflicts.length === 0;
