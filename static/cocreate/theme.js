/* Light or dark, chosen before the first paint: load this in <head> without `defer`. Pages are complete without it. */
(() => {
  "use strict";

  const KEY = "cocreate-theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function saved() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is switched off: follow the system
    }
  }

  function show(theme) {
    root.dataset.bsTheme = theme;
    document.dispatchEvent(new CustomEvent("cocreate:theme"));
  }

  function follow() {
    show(saved() ?? (system.matches ? "dark" : "light"));
  }

  root.classList.add("cc-js");
  follow();
  system.addEventListener("change", follow);
  window.addEventListener("beforeprint", () => show("light")); // paper is light
  window.addEventListener("afterprint", follow);

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // the choice lasts for this page
    }
    show(theme);
  });
})();
