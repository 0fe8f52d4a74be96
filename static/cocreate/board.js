/* The curators' board: walks through the tiles, drags them, sends moves at once and fetches what others did.
   Every key and every drop presses what is on the page, so the board is complete without this file. */
(() => {
  "use strict";

  const LOOK = 4000; // ms between two looks at what others did
  const FEW = 12; // tiles behind the selected one, below which more of the inbox is fetched
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const watch = board.querySelector("[data-watch]");
  const inbox = document.getElementById("tiles-0");
  let selected = null;
  let column = inbox; // in which j and k walk

  function tiles(list = column) {
    return [...list.querySelectorAll(":scope > [data-tile]:not([hidden])")];
  }

  function select(tile, focus = true) {
    selected?.classList.remove("sel");
    selected?.removeAttribute("aria-current");
    selected = tile ?? null;
    if (!selected) {
      if (focus) document.getElementById("inbox").focus();
      return;
    }
    column = selected.parentElement;
    show();
    if (focus) {
      selected.focus({ preventScroll: true });
      selected.scrollIntoView({ block: "nearest", behavior: "instant" }); // whoever holds a key down is not left behind
    }
    fill();
  }

  function show() {
    selected?.classList.add("sel");
    selected?.setAttribute("aria-current", "true");
  }

  function walk(step) {
    const all = tiles();
    const at = all.indexOf(selected);
    select(all[Math.max(0, Math.min(at + step, all.length - 1))] ?? tiles(inbox)[0]);
  }

  /* The tile that takes the place of one that leaves. */
  function following(tile) {
    const all = tiles(tile.parentElement);
    const at = all.indexOf(tile);
    return all[at + 1] ?? all[at - 1] ?? null;
  }

  /* More of the inbox is there before it is needed. */
  function fill() {
    const more = inbox.querySelector(":scope > [data-more] > a");
    const all = tiles(inbox);
    if (!more || more.dataset.asked || all.length - all.indexOf(selected) > FEW) return;
    more.dataset.asked = "1";
    more.click();
  }

  function move(tile, theme) {
    const form = tile?.querySelector("form[data-move]");
    const option = [...(form?.elements.theme.options ?? [])].find((each) => each.value === theme);
    if (!option) return;
    option.selected = true;
    form.requestSubmit();
  }

  /* --- What is sent: a tile leaves at once, and comes back when the move was refused. --- */
  const sent = new Set(); // ids of tiles whose moves are on their way, one after the other

  function moved(ctx) {
    return ctx.sourceElement.matches("form[data-move]") ? ctx.sourceElement.closest("[data-tile]")?.id : null;
  }

  board.addEventListener("submit", (event) => {
    const tile = event.target.closest("[data-tile]");
    if (!event.target.matches("form[data-move]") || !window.htmx) return;
    const next = following(tile);
    const held = tile === selected;
    sent.add(tile.id);
    tile.hidden = true;
    if (held) select(next);
  });

  /* It may have waited for others: what they brought need not come again. If others wait behind it, the last of them
     brings what all have changed. */
  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    if (!ctx.request.body?.has?.("since")) return;
    ctx.request.body.set("since", document.getElementById("since").value);
    if (moved(ctx) && sent.size > 1) ctx.request.body.set("quiet", "1");
  });

  document.addEventListener("htmx:after:request", (event) => sent.delete(moved(event.detail.ctx)));

  document.addEventListener("htmx:finally:request", (event) => {
    const id = moved(event.detail.ctx);
    const tile = id && document.getElementById(id);
    sent.delete(id);
    if (!tile?.hidden || event.detail.ctx.response?.status === 204) return;
    tile.hidden = false; // it was not moved
    tile.querySelector("form[data-move]").reset();
    select(tile);
  });

  /* --- What comes: the focus stays, or goes to what has taken the place of the tile that had it. --- */
  let focused = null; // the tile, or the row with "more", that has the focus
  let before = null; // the tile before that row
  let next = null; // what takes the place of the selected tile
  let menu = null; // the head of the lane whose menu has the focus

  document.addEventListener("htmx:before:swap", () => {
    focused = document.activeElement?.closest("[data-tile], [data-more]");
    before = focused?.matches("[data-more]") ? focused.previousElementSibling : null;
    next = selected ? following(selected) : null;
    menu = document.activeElement?.closest(".cc-menu")?.closest("[data-count]").id;
  });

  document.addEventListener("htmx:after:swap", () => {
    for (const id of sent) document.getElementById(id)?.toggleAttribute("hidden", true);
    count();
    const isLost = focused && !focused.isConnected;
    if (before && isLost) {
      select(before.nextElementSibling?.closest("[data-tile]") ?? before);
    } else if (selected && (!selected.isConnected || selected.hidden)) {
      const again = document.getElementById(selected.id);
      const stays = again?.parentElement === column ? again : null;
      select(stays ?? (next?.isConnected ? next : tiles(inbox)[0]), isLost);
    } else if (!selected) {
      select(tiles(inbox)[0], false);
    }
    if (menu && document.activeElement === document.body) document.querySelector(`#${menu} .cc-menu > summary`)?.focus();
    show(); // a tile that came anew has the attributes that the server wrote
    fill();
  });

  /* How many ideas of a theme have no tile yet. */
  function count() {
    for (const link of board.querySelectorAll("[data-more] > a[data-theme]")) {
      const head = document.getElementById(`head-${link.dataset.theme}`);
      const shown = link.closest("[data-tiles]").querySelectorAll(":scope > [data-tile]").length;
      const more = Number(head.dataset.count) - shown;
      link.textContent = link.dataset.words.replace("#", more.toLocaleString(document.documentElement.lang));
    }
  }

  setInterval(() => {
    if (!document.hidden && navigator.onLine) watch.dispatchEvent(new Event("look"));
  }, LOOK);

  /* What is accepted among the suggestions is on the board at once. Its form is gone by then: the document alone hears. */
  document.addEventListener("htmx:finally:request", (event) => {
    const { sourceElement, request } = event.detail.ctx;
    if (request?.method !== "GET" && sourceElement.closest("[data-suggestions]")) watch.dispatchEvent(new Event("look"));
  });

  /* A suggestion is settled once, however often its key or button is pressed: nobody has seen yet what comes after. */
  const settled = new Set(); // ids of suggestions that are on their way

  function suggestion(element) {
    return element.matches("[data-suggestions] article form") ? element.closest("article").id : null;
  }

  document.addEventListener(
    "submit",
    (event) => {
      const id = suggestion(event.target);
      if (settled.has(id)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if (id && window.htmx) {
        settled.add(id);
      }
    },
    true, // before htmx
  );
  document.addEventListener("htmx:finally:request", ({ detail }) => settled.delete(suggestion(detail.ctx.sourceElement)));

  /* --- Selecting with the pointer or by tabbing. While the pointer is down nothing moves: a drag may begin. --- */
  let pressed = false;
  board.addEventListener("pointerdown", () => (pressed = true));
  for (const end of ["pointerup", "pointercancel", "dragend"]) document.addEventListener(end, () => (pressed = false));

  board.addEventListener("focusin", (event) => {
    const tile = event.target.closest("[data-tile]");
    if (tile && tile !== selected && !pressed) select(tile, false);
  });
  board.addEventListener("click", (event) => {
    const tile = event.target.closest("[data-tile]");
    if (tile && tile !== selected) select(tile, !event.target.closest("a, button, select, summary"));
  });

  /* --- Drag and drop --- */
  let dragged = null;

  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-tile][draggable]") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
    event.dataTransfer.setDragImage(dragged, 20, 20);
    dragged.classList.add("dragged");
  });

  function over(event) {
    const lane = event.target.closest?.("[data-lane]");
    return dragged && lane && lane !== dragged.closest("[data-lane]") ? lane : null;
  }

  function mark(lane) {
    for (const each of board.querySelectorAll("[data-lane].over")) if (each !== lane) each.classList.remove("over");
    lane?.classList.add("over");
  }

  board.addEventListener("dragover", (event) => {
    const lane = over(event);
    mark(lane);
    if (!lane) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
  });

  board.addEventListener("drop", (event) => {
    const lane = over(event);
    if (!lane) return;
    event.preventDefault();
    move(dragged, lane.dataset.lane);
  });

  board.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = null;
    mark(null);
  });

  /* --- Keys --- */
  function put(digit) {
    const option = selected?.querySelector(`form[data-move] option[data-digit="${digit}"]`);
    if (option) move(selected, option.value);
  }

  /* A page of a theme's ideas, with the selected one chosen. */
  function split() {
    const theme = selected?.closest("[data-lane]")?.dataset.lane;
    const link = theme && document.getElementById(`head-${theme}`).querySelector("[data-split]");
    if (!link) return;
    const page = new URL(link.href);
    page.searchParams.set("idea", selected.id.replace("tile-", ""));
    location.assign(page);
  }

  const keys = {
    j: () => walk(1),
    k: () => walk(-1),
    m: () => selected?.querySelector("[data-merge]")?.click(),
    q: () => selected?.querySelector("[data-ask]")?.click(),
    s: split,
    a: () => document.querySelector("[data-accept]")?.click(),
    u: () => document.querySelector("[data-undo]")?.click(),
  };
  const walks = new Set(["j", "k"]);
  window.singleKeys?.((key) => keys[key] ?? (/^[1-9]$/.test(key) ? () => put(key) : null), { repeats: walks });

  /* Whoever comes back from merging, asking or splitting goes on where they were: with the same idea, or the next. */
  const PLACE = `cocreate-board ${location.pathname}`;
  window.addEventListener("pagehide", () => {
    const places = selected ? [selected.id, following(selected)?.id] : [];
    try {
      sessionStorage.setItem(PLACE, JSON.stringify(places));
    } catch {
      // storage is switched off: the board begins at its first idea
    }
  });

  function left() {
    try {
      const places = JSON.parse(sessionStorage.getItem(PLACE)) ?? [];
      return places.map((id) => document.getElementById(id)).find(Boolean);
    } catch {
      return undefined; // as above
    }
  }

  const place = left();
  select(place ?? tiles(inbox)[0], Boolean(place));
})();
