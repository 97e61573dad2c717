// The door: reads codes with the camera and sends the form; htmx puts the answer above.
// Without BarcodeDetector (or a camera) the form below does the same by hand.
const form = document.querySelector("[data-door-form]");
const scanButton = document.querySelector("[data-scan]");
const scanner = document.querySelector("[data-scanner]");
const field = form?.querySelector("input[name=code]");
const PAUSE_AFTER_SAME_CODE = 4000;
let last = { code: "", at: 0 };

function send(code) {
  const moment = Date.now();
  if (code === last.code && moment - last.at < PAUSE_AFTER_SAME_CODE) return;
  last = { code, at: moment };
  field.value = code;
  form.requestSubmit();
  navigator.vibrate?.(60);
}

async function look(detector, video) {
  const found = await detector.detect(video).catch(() => []);
  if (found.length) send(found[0].rawValue);
  setTimeout(() => look(detector, video), 150);
}

async function start() {
  const video = scanner.querySelector("video");
  const status = scanner.querySelector("[data-scanner-status]");
  scanner.hidden = false;
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    status.textContent = status.dataset.textDenied;
    video.hidden = true;
    return;
  }
  await video.play();
  scanButton.hidden = true;
  look(new BarcodeDetector({ formats: ["qr_code"] }), video);
}

if (form && "BarcodeDetector" in window && navigator.mediaDevices) {
  scanButton.hidden = false;
  scanButton.addEventListener("click", start);
}
form?.addEventListener("htmx:afterRequest", () => {
  field.value = "";
});
if (field?.value) field.scrollIntoView({ block: "center" });
