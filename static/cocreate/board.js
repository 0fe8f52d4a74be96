/* Single keys on the curators' board: j and k walk through the inbox, 1 to 9 put the idea into a theme, u undoes.
   Every key presses what is on the page, so the board is complete without this file. */
(() => {
  "use strict";

  const KEY = "cocreate-single-keys";
  const TYPING = "input, select, textarea, [contenteditable]";
  const help = document.querySelector("[data-keys]");
  const toggle = document.querySelector("[data-keys-switch]");
  if (!help || !toggle) return;

  let at = -1;
  let returns = false;

  function tiles() {
    return [...document.querySelectorAll("[data-tile]")];
  }

  function select(index, focus = true) {
    const all = tiles();
    at = Math.max(-1, Math.min(index, all.length - 1));
    all.forEach((tile, i) => {
      tile.classList.toggle("sel", i === at);
      if (i === at) tile.setAttribute("aria-current", "true");
      else tile.removeAttribute("aria-current");
    });
    if (focus && at >= 0) all[at].focus();
  }

  function put(digit) {
    const option = tiles()[at]?.querySelector(`option[data-digit="${digit}"]`);
    if (!option) return;
    option.selected = true;
    option.closest("form").requestSubmit();
  }

  const actions = {
    j: () => select(at + 1),
    k: () => select(Math.max(0, at - 1)),
    u: () => document.querySelector("[data-undo]")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
    const act = actions[event.key.toLowerCase()] ?? (/^[1-9]$/.test(event.key) ? () => put(event.key) : null);
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("focusin", (event) => {
    const tile = event.target.closest("[data-tile]");
    if (tile) select(tiles().indexOf(tile), false);
  });

  /* A move takes its tile away: the next one takes its place, or the heading when none is left. */
  document.addEventListener("htmx:before:swap", (event) => {
    returns = event.detail.ctx?.target?.id === "board";
  });

  document.addEventListener("htmx:after:swap", () => {
    if (!returns) return;
    returns = false;
    if (tiles().length) select(Math.max(0, at));
    else document.getElementById("inbox")?.focus();
  });

  function saved() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is switched off: the choice lasts for this page
    }
  }

  select(0, false);
  toggle.checked = saved() !== "off";
  toggle.addEventListener("change", () => {
    try {
      localStorage.setItem(KEY, toggle.checked ? "on" : "off");
    } catch {
      // as above
    }
  });
  help.hidden = false;
})();
