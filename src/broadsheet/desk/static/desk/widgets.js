// Starts what Wagtail starts by scripts inside the page, which the content security policy refuses: fields of dates and
// times, and panels whose rows can be added. What is put into the page later is started as it comes.

const CHOOSERS = new Set(["initDateTimeChooser", "initDateChooser", "initTimeChooser"]);

function startPanel(mark) {
  const options = JSON.parse(mark.dataset.inlinePanel);
  mark.remove();
  new window.InlinePanel(options);
}

function startChooser(mark) {
  const { chooser, config } = mark.dataset;
  const id = mark.dataset.for;
  if (!CHOOSERS.has(chooser) || !document.getElementById(id)) return;
  mark.remove();
  window[chooser](id, JSON.parse(config));
}

function startWidget(mark) {
  const { chooserWidget, config } = mark.dataset;
  const id = mark.dataset.for;
  if (!/^[A-Z][A-Za-z]*Chooser$/.test(chooserWidget) || !document.getElementById(id)) return;
  mark.remove();
  new window[chooserWidget](id, JSON.parse(config));
}

function start(within) {
  within.querySelectorAll?.("[data-inline-panel]").forEach(startPanel);
  within.querySelectorAll?.("[data-chooser]").forEach(startChooser);
  within.querySelectorAll?.("[data-chooser-widget]").forEach(startWidget);
}

start(document);
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) start(node.parentElement ?? document);
}).observe(document.body, { childList: true, subtree: true });

// After an autosave the form has on the screen what was just saved: the next save is measured against that version.
document.addEventListener("w-autosave:success", ({ detail, target }) => {
  const saved = [detail?.response, detail?.data].find((answer) => answer?.revision_id);
  if (!saved) return;
  const form = target.closest?.("form") ?? document;
  const set = (name, value) => form.querySelectorAll(`input[name="${name}"]`).forEach((input) => (input.value = value));
  set("loaded_revision_id", saved.revision_id);
  set("loaded_revision_created_at", saved.revision_created_at);
});
