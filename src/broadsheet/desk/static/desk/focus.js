// The focal point by pointer and by arrow keys, and the crops as they will be. Without it two numbers are typed, and the
// crops are those of the point that was saved.

const frame = document.querySelector("[data-focus]");
const width = Number(frame.dataset.width);
const height = Number(frame.dataset.height);
const fields = [document.querySelector("#id_focal_point_x"), document.querySelector("#id_focal_point_y")];
const sizes = [document.querySelector("#id_focal_point_width"), document.querySelector("#id_focal_point_height")];
const grip = frame.querySelector("[data-grip]");
const FINE = 0.01;
const COARSE = 0.05;

function limited(value, most) {
  return Math.min(Math.max(value, 0), most);
}

function point() {
  const [x, y] = fields.map((field) => (field.value === "" ? NaN : Number(field.value)));
  if (Number.isNaN(x) || Number.isNaN(y)) return [width / 2, height / 2];
  return [limited(x, width), limited(y, height)];
}

// The largest region of the ratio that keeps the point as near its middle as the edges allow: as the copies are cut.
function box(ratio, x, y) {
  const wide = Math.min(width, Math.max(1, Math.round(height * ratio)));
  const high = Math.min(height, Math.max(1, Math.round(width / ratio)));
  const left = limited(Math.round(x - wide / 2), width - wide);
  const top = limited(Math.round(y - high / 2), height - high);
  return `${left} ${top} ${wide} ${high}`;
}

function draw() {
  const [x, y] = point();
  for (const crop of document.querySelectorAll("[data-crop]")) {
    crop.setAttribute("viewBox", box(Number(crop.dataset.crop), x, y));
  }
  const mark = frame.querySelector("[data-point]");
  mark.setAttribute("cx", x);
  mark.setAttribute("cy", y);
  mark.setAttribute("r", Math.max(width, height) / 40);
}

function move(x, y) {
  fields[0].value = Math.round(limited(x, width));
  fields[1].value = Math.round(limited(y, height));
  // Wagtail keeps a point only with an extent around it.
  for (const size of sizes) if (size && !size.value) size.value = 1;
  fields[0].dispatchEvent(new Event("change", { bubbles: true }));
  draw();
}

function at(event) {
  const place = frame.querySelector("svg").getBoundingClientRect();
  move(((event.clientX - place.left) / place.width) * width, ((event.clientY - place.top) / place.height) * height);
}

frame.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  at(event);
  grip.focus();
  frame.setPointerCapture(event.pointerId);
  event.preventDefault();
});
frame.addEventListener("pointermove", (event) => {
  if (frame.hasPointerCapture(event.pointerId)) at(event);
});

const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
grip.addEventListener("keydown", (event) => {
  const step = steps[event.key];
  if (!step) return;
  const far = (event.shiftKey ? COARSE : FINE) * Math.max(width, height);
  const [x, y] = point();
  move(x + step[0] * far, y + step[1] * far);
  event.preventDefault();
});

for (const field of fields) field.addEventListener("input", draw);
const middle = document.querySelector("[data-middle]");
middle.addEventListener("click", () => {
  for (const field of [...fields, ...sizes]) if (field) field.value = "";
  fields[0].dispatchEvent(new Event("change", { bubbles: true }));
  draw();
});
for (const shown of [grip, middle, document.querySelector("[data-hint]")]) shown.hidden = false;
draw();
