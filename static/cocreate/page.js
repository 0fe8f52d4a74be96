/* What every page does beside htmx: says what went wrong, closes messages, counts letters, keeps the focus. */
(() => {
  "use strict";

  const WHOLE_PAGE = /^\s*(<!doctype|<html)/i;

  /* Shows the toast whose words the server wrote into <template id="say-…">, with `text` in their place if given. */
  function say(id, text) {
    const template = document.getElementById(`say-${id}`);
    const toasts = document.getElementById("toasts");
    if (!template || !toasts) return;
    const toast = template.content.cloneNode(true);
    if (text) toast.querySelector("[data-text]").textContent = text;
    toasts.replaceChildren(toast);
  }

  function heading(html) {
    return new DOMParser().parseFromString(html, "text/html").querySelector("h1")?.textContent.trim();
  }

  /* A whole page never lands inside a fragment's place: go to it if it is where we were sent (a session that ended,
     a form answered by a redirect), else say its heading. */
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.select || !WHOLE_PAGE.test(ctx.text)) return;
    event.preventDefault();
    const { raw, status } = ctx.response;
    if (status < 400) location.assign(raw.url);
    else say("failed", heading(ctx.text));
  });

  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx && !event.detail.ctx.response) say("offline");
  });

  document.addEventListener("click", (event) => {
    event.target.closest("[data-close]")?.closest(".cc-flash").remove();
  });

  /* "Show more" leaves with its row: what can be pressed in the first new row takes the focus, or the row itself. */
  let before = null;
  document.addEventListener("htmx:before:swap", (event) => {
    before = event.detail.ctx?.sourceElement.closest(".cc-more")?.previousElementSibling ?? null;
  });
  document.addEventListener("htmx:after:swap", () => {
    const row = before?.nextElementSibling;
    const pressed = row?.querySelector("a, button");
    if (row && !pressed) row.tabIndex = -1;
    (pressed ?? row)?.focus({ preventScroll: true });
    before = null;
  });

  /* On a phone the tabs run past the edge: the one that is open is brought into sight. */
  for (const open of document.querySelectorAll(".nav-underline [aria-current]")) {
    const list = open.closest(".nav-underline");
    list.scrollLeft = open.offsetLeft - list.offsetLeft - (list.clientWidth - open.offsetWidth) / 2;
  }

  function count(input) {
    const shown = document.getElementById(input.dataset.count);
    if (shown) shown.textContent = shown.dataset.words.replace("#", [...input.value].length);
  }

  document.addEventListener("input", (event) => {
    if (event.target.dataset.count) count(event.target);
    const shows = document.getElementById(event.target.dataset.shows);
    if (shows) shows.textContent = event.target.value;
  });

  /* A suggestion leaves with its buttons: the next one takes the focus, or the heading. */
  let settles = false;
  document.addEventListener("htmx:before:swap", () => {
    settles = Boolean(document.activeElement?.closest("[data-suggestions]"));
  });
  document.addEventListener("htmx:after:swap", () => {
    const column = document.querySelector("[data-suggestions]");
    if (!settles || !column || column.contains(document.activeElement)) return;
    (column.querySelector("[data-accept]") ?? column.querySelector("h2")).focus({ preventScroll: true });
    settles = false;
  });
})();
