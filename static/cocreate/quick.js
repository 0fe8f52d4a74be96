/* Quick vote: turns the cards over at once and sends the answers behind. Every key and swipe presses a button that is on
   the page, so the page is complete without this file: then each answer brings the next card. */
(() => {
  "use strict";

  const PAUSE = 250; // ms in which a second press is the same press
  const LEAVING = 220; // ms, and votes.css moves it away in less
  const PULL = 0.28; // of the card's width: so far it is drawn aside until it is let go for good

  const deck = document.getElementById("deck");
  const cards = [...(deck?.querySelectorAll("[data-card]") ?? [])];
  if (!cards.length) return;
  const end = deck.querySelector("[data-end]");
  const undo = document.querySelector("[data-undo]");
  const more = document.querySelector("a[data-more]");
  const stop = document.querySelector("[data-stop]");
  const progress = document.querySelector("[data-progress]");
  const knots = [...document.querySelectorAll(".cc-knots li")];
  const before = Number(deck.dataset.done);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const answered = []; // in the order of the answers
  const given = undo.type === "submit"; // the last answer was before this page: the button's own form knows it
  let current = cards[0];
  let shownAt = -PAUSE;

  function next() {
    return cards.find((card) => card !== current && !answered.includes(card)) ?? end;
  }

  /* Where the visit stands is in the address, so that going back or loading again does not begin anew. */
  function note() {
    const done = before + answered.length;
    const here = new URLSearchParams({ done, of: deck.dataset.of });
    if (current !== end) here.set("again", current.dataset.card);
    history.replaceState(history.state, "", `${deck.dataset.here}?${here}`);
    if (progress && current !== end) progress.textContent = progress.dataset.progress.replace("#", done + 1);
    knots.forEach((knot, at) => (knot.className = at < done ? "done" : at === done ? "now" : ""));
    const behind = cards.length - answered.length - 1;
    deck.dataset.behind = Math.max(0, behind);
    undo.disabled = !answered.length && !given;
    for (const link of [more, stop]) link.classList.toggle("invisible", current === end);
    if (current !== end) more.href = current.dataset.more;
  }

  function show(card) {
    for (const each of [...cards, end]) each.hidden = each !== card && !each.classList.contains("leaving");
    current = card;
    current.inert = false;
    current.classList.remove("leaving", "drawn");
    settle(current);
    shownAt = performance.now();
    note();
    current.querySelector("h2").focus({ preventScroll: true });
    if (current.getBoundingClientRect().top < 0) current.scrollIntoView({ block: "start" });
  }

  function leave(card, choice) {
    card.inert = true;
    card.dataset.answer = choice;
    if (still.matches) return;
    card.classList.add("leaving");
    setTimeout(gone, LEAVING, card);
  }

  function gone(card) {
    if (card === current) return; // it was taken back meanwhile
    card.classList.remove("leaving");
    settle(card);
    card.hidden = true;
  }

  function press(choice) {
    if (current === end || performance.now() - shownAt < PAUSE) return;
    current.querySelector(`button[value=${choice}]`).click();
  }

  deck.addEventListener("click", (event) => {
    if (event.target.closest("button") && performance.now() - shownAt < PAUSE && answered.length) event.preventDefault();
  });

  /* What the server counts as seen is the card that comes now. Said before htmx reads the form. */
  const sendsWithdrawal = (event) => event.submitter?.value === "withdraw";
  deck.addEventListener(
    "submit",
    (event) => {
      const following = sendsWithdrawal(event) ? end : next();
      event.target.elements.then.value = following === end ? "" : following.dataset.card;
    },
    { capture: true },
  );

  /* The form sends itself (htmx, or the browser); here the next card takes its place at once. */
  deck.addEventListener("submit", (event) => {
    if (!window.htmx || sendsWithdrawal(event)) return;
    leave(current, event.submitter.value);
    answered.push(current);
    show(next());
  });

  /* An answer is sent to its end, also when somebody leaves the page behind it. */
  deck.addEventListener("htmx:config:request", (event) => {
    event.detail.ctx.request.keepalive = true;
  });

  function takeBack() {
    const card = answered.pop();
    if (!card) return;
    show(card);
    card.querySelector("form").requestSubmit(card.querySelector("[value=withdraw]"));
  }

  undo.addEventListener("click", (event) => {
    if (!answered.length) return;
    event.preventDefault();
    takeBack();
  });

  /* An answer that did not arrive brings its card back; page.js says why. */
  document.addEventListener("htmx:finally:request", (event) => {
    const { ctx } = event.detail;
    const card = ctx.sourceElement.closest("[data-card]");
    const at = answered.indexOf(card);
    if (at < 0 || ctx.response?.status < 500) return;
    answered.splice(at, 1);
    show(card);
  });

  /* --- Keys --- */
  const keys = {
    s: () => press("support"),
    arrowright: () => press("support"),
    p: () => press("pass"),
    o: () => press("object"),
    arrowleft: () => press("object"),
    u: () => undo.click(),
  };
  singleKeys((key) => keys[key]);

  /* --- Swipes: across, with a finger or a pen. Up and down still scroll (`touch-action` in votes.css). --- */
  let hold = null;

  function settle(card) {
    card.style.removeProperty("--pull");
    card.style.removeProperty("--reach");
    delete card.dataset.swipe;
  }

  deck.addEventListener("pointerdown", (event) => {
    const card = event.target.closest("[data-card]");
    if (event.pointerType === "mouse" || !event.isPrimary || card !== current) return;
    hold = { id: event.pointerId, card, x: event.clientX, y: event.clientY, drawn: false };
  });

  deck.addEventListener("pointermove", (event) => {
    if (hold?.id !== event.pointerId) return;
    const across = event.clientX - hold.x;
    if (!hold.drawn && (Math.abs(across) < 12 || Math.abs(across) < Math.abs(event.clientY - hold.y))) return;
    if (!hold.drawn) {
      hold.drawn = true;
      hold.card.classList.add("drawn");
      hold.card.setPointerCapture(event.pointerId);
    }
    const reach = across / (PULL * hold.card.offsetWidth);
    hold.card.style.setProperty("--pull", `${across}px`);
    hold.card.style.setProperty("--reach", Math.max(-1, Math.min(1, reach)).toFixed(2));
    hold.card.dataset.swipe = reach > 0 ? "support" : "object";
    hold.reach = reach;
  });

  function release(event) {
    if (hold?.id !== event.pointerId) return;
    const { card, drawn, reach } = hold;
    hold = null;
    if (!drawn) return;
    card.classList.remove("drawn");
    if (event.type === "pointerup" && Math.abs(reach) >= 1) press(reach > 0 ? "support" : "object");
    else settle(card);
  }

  deck.addEventListener("pointerup", release);
  deck.addEventListener("pointercancel", release);
})();
