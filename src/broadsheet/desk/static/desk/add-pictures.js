// Files dropped anywhere on the form are taken, and a long sending says that it goes on. The form works without it.

const form = document.querySelector("[data-add]");
const files = form?.querySelector("[data-files]");

if (form) {
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) files.files = event.dataTransfer.files;
  });
  form.addEventListener("submit", () => {
    form.querySelector("[data-sending]").hidden = false;
    form.querySelector("[data-send]").setAttribute("aria-disabled", "true");
  });
}
