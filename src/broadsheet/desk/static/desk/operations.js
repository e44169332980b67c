// Looks again every ten seconds while somebody is looking; without it the page is as it was when it was loaded.

const EVERY_MS = 10_000;
// Looking is no work: who does nothing for so long is not kept signed in by this page.
const REST_AFTER_MS = 15 * 60_000;
let touched = Date.now();

for (const name of ["pointerdown", "keydown", "scroll"]) addEventListener(name, () => { touched = Date.now(); }, { passive: true });

async function look() {
  const here = document.querySelector("[data-operations]");
  if (document.hidden || Date.now() - touched > REST_AFTER_MS || here.contains(document.activeElement)) return;
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-operations]");
  if (fresh && !here.contains(document.activeElement)) here.replaceChildren(...document.importNode(fresh, true).childNodes);
}

setInterval(() => { look().catch(() => {}); }, EVERY_MS);
