// J and K walk through the queue, A and R press the button of the comment that has the focus.
// The queue works without this: every button is a form of its own.

const rows = [...document.querySelectorAll("[data-comment]")];

function current() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function walk(step) {
  const next = Math.min(Math.max(current() + step, 0), rows.length - 1);
  rows[next]?.focus();
}

function press(key) {
  const button = rows[current()]?.querySelector(`[data-key="${key}"]`);
  if (!button) return;
  const reason = button.form.elements.reason;
  if (reason) reason.focus();
  else button.click();
}

function isTyping(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "j") walk(1);
  else if (key === "k") walk(-1);
  else if (key === "a" || key === "r") press(key);
  else return;
  event.preventDefault();
});
