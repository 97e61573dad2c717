/** The bell's count follows what happens; the server counts, so it always agrees with the list. */

const bell = document.querySelector("[data-bell]");
let timer = 0;

async function refresh() {
  const answer = await fetch(bell.dataset.countUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const { count, shown } = await answer.json();
  for (const badge of document.querySelectorAll("[data-bell-count]")) {
    badge.hidden = count === 0;
    badge.querySelector("[data-bell-number]").textContent = shown;
  }
}

/** Ten notices in a second are one question. */
function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => refresh().catch(() => {}), 250 + Math.random() * 500);
}

document.addEventListener("live:bell", soon);
document.addEventListener("live:gap", soon);
