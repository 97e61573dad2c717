/**
 * Every page: loads what the page asks for, and keeps menus and focus well-behaved.
 * Nothing here is needed to read, sign in or complain.
 */

const wanted = [
  ["[data-live], meta[name=linli-user]", "./live.js"],
  ["[data-bell]", "./bell.js"],
  ["[data-composer]", "./composer.js"],
  ["[data-search]", "./search.js"],
];

/** Loads the module of every feature that the page, or a fragment just put into it, contains. */
function loadWanted() {
  for (const [selector, path] of wanted) {
    if (document.querySelector(selector)) import(path);
  }
}

/** A menu closes when a tap or Escape lands elsewhere. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.target)) {
      menu.open = false;
      if (event.type === "keydown") menu.querySelector("summary").focus();
    }
  }
}

/** A row of tabs that is wider than the screen shows the one we are at. */
function showTab() {
  for (const row of document.querySelectorAll(".tabs, .desk-nav")) {
    const here = row.querySelector("[aria-current]");
    if (here && row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }
}

/** A form is sent once: the second tap on a slow line does nothing. */
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-busy", "true");
  // A form that answers with a file leaves the page where it is.
  if ("download" in form.dataset) setTimeout(ready, 4000, form);
}

function ready(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

/** Coming back by the browser's back button, forms are ready again. */
function readyAgain(event) {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-sent]").forEach(ready);
}

/** Small deeds by attribute: data-print, data-copy="text", data-share="address". */
async function doSmallDeed(event) {
  const button = event.target.closest("[data-print], [data-copy], [data-share], [data-brighten]");
  if (!button) return;
  event.preventDefault();
  if ("print" in button.dataset) window.print();
  if ("brighten" in button.dataset) document.querySelector("[data-member-card]")?.classList.toggle("is-bright");
  if ("share" in button.dataset && navigator.share) {
    await navigator.share({ title: document.title, url: button.dataset.share || location.href }).catch(() => {});
  } else if ("copy" in button.dataset || "share" in button.dataset) {
    await navigator.clipboard?.writeText(button.dataset.copy || button.dataset.share || location.href);
    if (button.dataset.done) button.textContent = button.dataset.done;
  }
}

showTab();
document.addEventListener("click", closeMenus);
document.addEventListener("click", doSmallDeed);
document.addEventListener("keydown", closeMenus);
document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", readyAgain);
document.addEventListener("htmx:load", loadWanted);
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form[data-sent]");
  if (form) ready(form);
});
document.querySelector("[data-focus][role=alert]")?.focus();
if (window.isSecureContext) navigator.serviceWorker?.register("/sw.js").catch(() => {});
loadWanted();
