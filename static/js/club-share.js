// "Share": the phone's own sheet where there is one, else the address goes to the clipboard.
const button = document.querySelector("[data-share]");

async function share() {
  const { share: url, shareTitle: title, textCopied } = button.dataset;
  if (navigator.share) {
    await navigator.share({ title, url }).catch(() => {});
    return;
  }
  await navigator.clipboard.writeText(url);
  button.querySelector("span").textContent = textCopied;
}

if (button && (navigator.share || navigator.clipboard)) {
  button.hidden = false;
  button.addEventListener("click", share);
}
