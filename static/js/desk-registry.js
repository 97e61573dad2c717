/**
 * The grid of homes by arrow keys. One home of each grid is in the tab order: the one that was
 * reached last, or the first. Without this every home can be tabbed to.
 */

const homesOf = (grid) => [...grid.querySelectorAll("a.home")];

function neighbour(home, key) {
  const cell = home.closest("td");
  const row = cell.parentElement;
  const along = (step, start) => {
    for (let at = start; at; at = at[step]) if (at.querySelector("a.home")) return at.querySelector("a.home");
    return null;
  };
  if (key === "ArrowLeft") return along("previousElementSibling", cell.previousElementSibling);
  if (key === "ArrowRight") return along("nextElementSibling", cell.nextElementSibling);
  const step = key === "ArrowUp" ? "previousElementSibling" : "nextElementSibling";
  for (let at = row[step]; at; at = at[step]) {
    const found = at.cells[cell.cellIndex]?.querySelector("a.home");
    if (found) return found;
  }
  return null;
}

for (const grid of document.querySelectorAll("[data-home-grid]")) {
  homesOf(grid).forEach((home, at) => (home.tabIndex = at ? -1 : 0));
  grid.addEventListener("focusin", (event) => {
    if (event.target.matches("a.home")) homesOf(grid).forEach((home) => (home.tabIndex = home === event.target ? 0 : -1));
  });
  grid.addEventListener("keydown", (event) => {
    if (!event.key.startsWith("Arrow") || !event.target.matches("a.home")) return;
    event.preventDefault();
    const next = neighbour(event.target, event.key);
    next?.focus();
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}
