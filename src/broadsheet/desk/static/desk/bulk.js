// Who fills a field wants it changed: its tick is set. Without this the ticks are set by hand.

const form = document.querySelector("[data-bulk]");

form.addEventListener("input", (event) => {
  const tick = form.querySelector(`[data-tick="${CSS.escape(event.target.id)}"]`);
  if (tick) tick.checked = true;
});
