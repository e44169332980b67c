/* Improvements on pages that work without them. Nothing is fetched, and nothing outlives the tab. One file, for one request. */

// Keeps an unsent comment while its tab lives, so that a slip of the finger costs nothing. Never name or email address.

function keepDrafts() {
  const field = document.querySelector("#comment-form textarea");
  if (!field) return;
  const key = `comment:${field.form.getAttribute("action")}`;
  const arrived = /^#(waits|comment-\d+)$/.test(location.hash);
  try {
    if (arrived && sessionStorage.getItem(`${key}:sent`)) {
      sessionStorage.removeItem(key);
    } else if (!field.value) {
      field.value = sessionStorage.getItem(key) ?? "";
    }
    sessionStorage.removeItem(`${key}:sent`);
    field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
    field.form.addEventListener("submit", () => sessionStorage.setItem(`${key}:sent`, "1"));
  } catch {
    // Storage is switched off: the form works as it is.
  }
}

// Puts another host's frame on the page, when the reader asks for it and not before.

function openEmbeds() {
  for (const embed of document.querySelectorAll(".embed[data-frame]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = embed.dataset.show;
    button.addEventListener("click", () => button.replaceWith(frameOf(embed)));
    embed.append(button);
  }
}

function frameOf(embed) {
  const frame = document.createElement("iframe");
  frame.title = embed.querySelector("a").textContent;
  frame.referrerPolicy = "no-referrer";
  frame.allow = "fullscreen";
  frame.sandbox = "allow-scripts allow-same-origin allow-popups";
  frame.src = embed.dataset.frame;
  return frame;
}

// Brings the current section into sight in the line of sections, which scrolls sideways on a phone.

function showCurrent() {
  const line = document.querySelector(".sections ul");
  const current = line?.querySelector("[aria-current]");
  if (current) line.scrollLeft = current.offsetLeft - (line.clientWidth - current.offsetWidth) / 2;
}

keepDrafts();
openEmbeds();
showCurrent();
