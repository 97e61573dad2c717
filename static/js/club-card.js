// The card or ticket turns bright for scanning: white behind the code, and the screen stays awake.
const button = document.querySelector("[data-card-brighten]");
const stage = document.querySelector("[data-card-stage]");
const card = stage?.querySelector("[data-member-card]") ?? stage;
let lock = null;

async function stayAwake(bright) {
  try {
    if (bright) lock = await navigator.wakeLock?.request("screen");
    else await lock?.release();
  } catch {
    // Not allowed (low battery): the card is bright all the same.
  }
}

function brighten(bright) {
  card.classList.toggle("is-bright", bright);
  stage.classList.toggle("is-bright", bright);
  button.setAttribute("aria-pressed", String(bright));
  stayAwake(bright);
}

if (button && card) {
  button.hidden = false;
  const toggle = () => brighten(button.getAttribute("aria-pressed") !== "true");
  button.addEventListener("click", toggle);
  card.addEventListener("click", toggle);
}
