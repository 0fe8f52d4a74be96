/* Keeps what is being written in this browser until it is shared, so that a lost signal or sign-in loses no word.
   <form data-draft="key"> is kept; an element with data-draft-sent="key" on a later page says that it arrived. */
(() => {
  "use strict";

  const PREFIX = "cocreate-draft-";
  const WEEK = 7 * 24 * 3600 * 1000;

  let store;
  try {
    store = localStorage;
  } catch {
    return; // storage is switched off: the form works without
  }

  function read(key) {
    try {
      return JSON.parse(store.getItem(key));
    } catch {
      return null;
    }
  }

  function write(key, values) {
    try {
      store.setItem(key, JSON.stringify({ at: Date.now(), values }));
      return true;
    } catch {
      return false; // full
    }
  }

  function fields(form) {
    return [...form.elements].filter((field) => field.name && !["hidden", "submit", "button"].includes(field.type));
  }

  function typed(form) {
    const values = {};
    for (const field of fields(form)) {
      if (field.type === "radio" ? field.checked : field.value) values[field.name] = field.value;
    }
    return values;
  }

  function fill(form, values) {
    for (const field of fields(form)) {
      if (!(field.name in values)) continue;
      if (field.type === "radio") field.checked = field.value === values[field.name];
      else field.value = values[field.name];
    }
    // Counts and suggestions hear of it once htmx listens.
    addEventListener("load", () => fields(form).forEach((field) => field.dispatchEvent(new Event("input", { bubbles: true }))));
  }

  function holdsWords(form) {
    return fields(form).some((field) => field.type !== "radio" && field.value.trim());
  }

  function keep(form) {
    const key = PREFIX + form.dataset.draft;
    const note = form.querySelector("[data-draft-kept]");
    const draft = read(key);
    if (draft && !("draftTyped" in form.dataset)) fill(form, draft.values);
    note.hidden = !draft;

    form.addEventListener("input", () => {
      if (holdsWords(form)) note.hidden = !write(key, typed(form));
      else drop();
    });
    form.querySelector("[data-draft-drop]").addEventListener("click", () => {
      form.querySelectorAll("textarea, input[type=text]").forEach((field) => (field.value = ""));
      form.querySelector("input[type=text]").dispatchEvent(new Event("input", { bubbles: true }));
      form.querySelector("input[type=text]").focus();
    });

    function drop() {
      store.removeItem(key);
      note.hidden = true;
    }
  }

  for (const key of Object.keys(store).filter((name) => name.startsWith(PREFIX))) {
    if (!(read(key)?.at > Date.now() - WEEK)) store.removeItem(key);
  }
  for (const sent of document.querySelectorAll("[data-draft-sent]")) store.removeItem(PREFIX + sent.dataset.draftSent);
  for (const form of document.querySelectorAll("form[data-draft]")) keep(form);
})();
