// Sets the colour scheme before the first paint: the only script that a page waits for.
(() => {
  const root = document.documentElement;
  let mode;
  try {
    mode = localStorage.getItem("mode");
  } catch {
    // no storage here: the system decides
  }
  if (!["light", "dark", "auto"].includes(mode)) mode = "auto";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (dark ? "dark" : "light") : mode;
})();
