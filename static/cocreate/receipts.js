/* Receipt codes: copies one, and fills in the one that stands behind the # of an address, which no server is sent. */
(() => {
  "use strict";

  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const words = button.querySelector("[data-copy-said]");
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      words.textContent = words.dataset.copySaid;
    });
  }

  const field = document.querySelector("[data-receipt] [name=code]");
  if (field && location.hash.length > 1) {
    field.value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname); // a bookmark or the history would keep it
    field.focus();
  }
})();
