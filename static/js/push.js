/**
 * Switches web push on and off for this browser. The server keeps what the browser gives; the browser
 * asks the person. Where it can't be, the page says why.
 */

const button = document.querySelector("[data-push]");
const note = document.querySelector("[data-push-note]");
const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function say(what) {
  note.textContent = note.dataset[`text${what[0].toUpperCase()}${what.slice(1)}`];
  note.hidden = false;
}

function show(subscription) {
  button.textContent = subscription ? button.dataset.textOff : button.dataset.textOn;
  button.hidden = false;
  if (subscription) say("on");
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

async function tell(url, fields) {
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams(fields) });
  if (!answer.ok || answer.redirected) throw new Error(`answered ${answer.status}`);
}

function keep(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  return tell(button.dataset.add, { endpoint, p256dh: keys.p256dh, auth: keys.auth });
}

async function toggle(worker) {
  const current = await worker.pushManager.getSubscription();
  if (current) {
    await tell(button.dataset.remove, { endpoint: current.endpoint });
    await current.unsubscribe();
  } else {
    if ((await Notification.requestPermission()) !== "granted") return say("denied");
    const options = { userVisibleOnly: true, applicationServerKey: bytes(button.dataset.key) };
    const fresh = await worker.pushManager.subscribe(options);
    await keep(fresh).catch(async (problem) => {
      await fresh.unsubscribe();
      throw problem;
    });
  }
  // Which ways can be used is the server's to say.
  location.reload();
}

async function start() {
  if (!can) return say("unsupported");
  if (Notification.permission === "denied") return say("denied");
  const worker = await navigator.serviceWorker.register("/sw.js");
  const current = await worker.pushManager.getSubscription();
  // The session that the server knows this browser by may have changed since.
  if (current) await keep(current);
  show(current);
  button.addEventListener("click", async () => {
    button.disabled = true;
    await navigator.serviceWorker.ready;
    await toggle(worker).catch(() => say("failed"));
    button.disabled = false;
  });
}

if (button) start().catch(() => say("failed"));
