/* Single keys, for every page that has some: its script says what they do with `singleKeys(find)`, where `find(key)` gives
   what a key does here, or nothing, and `repeats` are those which may be held down. They are never taken from somebody who types, and can be switched off on this device
   (templates/core/_keys_switch.html). */
(() => {
  "use strict";

  const KEY = "cocreate-single-keys";
  const TYPING = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable], dialog";

  function saved() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is switched off: the choice lasts for this page
    }
  }

  function save(value) {
    try {
      localStorage.setItem(KEY, value);
    } catch {
      // as above
    }
  }

  window.singleKeys = (find, { repeats = new Set() } = {}) => {
    const help = document.querySelector("[data-keys]");
    const toggle = document.querySelector("[data-keys-switch]");
    if (!help || !toggle) return;

    document.addEventListener("keydown", (event) => {
      if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if ((event.repeat && !repeats.has(key)) || event.target.closest(TYPING)) return;
      const act = find(key);
      if (!act) return;
      event.preventDefault();
      act();
    });

    toggle.checked = saved() !== "off";
    toggle.addEventListener("change", () => save(toggle.checked ? "on" : "off"));
    help.hidden = false;
  };
})();
