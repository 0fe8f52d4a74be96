/* Keeps what is being written on this device until it is shared, so that a lost signal or sign-in loses no word; says
   when words seem to name somebody; makes photos small before they travel.
   <form data-draft="key"> is kept; an element with data-draft-sent="key" on a later page says that it arrived. Where
   others use the device too, nothing outlives the tab. */
(() => {
  "use strict";

  const PREFIX = "cocreate-draft-";
  const SHARED = "cocreate-shared-device";
  const WEEK = 7 * 24 * 3600 * 1000;
  const LONGEST_SIDE = 1600; // pixels, as the server keeps it

  let lasting, passing;
  try {
    lasting = localStorage;
    passing = sessionStorage;
  } catch {
    // storage is switched off: the form works without
  }

  const isShared = () => lasting?.getItem(SHARED) === "on";
  const store = () => (isShared() ? passing : lasting);

  function read(key) {
    try {
      return JSON.parse(store().getItem(key));
    } catch {
      return null;
    }
  }

  function write(key, values) {
    try {
      store().setItem(key, JSON.stringify({ at: Date.now(), values }));
      return true;
    } catch {
      return false; // full
    }
  }

  function drafts(store) {
    return Object.keys(store).filter((name) => name.startsWith(PREFIX));
  }

  function forget(key) {
    lasting?.removeItem(key);
    passing?.removeItem(key);
  }

  function fields(form) {
    const unkept = ["hidden", "submit", "button", "file"];
    return [...form.elements].filter((field) => field.name && !unkept.includes(field.type));
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

  function words(form) {
    return fields(form).filter((field) => field.matches("input[type=text], textarea"));
  }

  function keep(form) {
    const key = PREFIX + form.dataset.draft;
    const part = (name) => form.querySelector(`[data-draft-${name}]`);
    const draft = read(key);
    // By the server's word, or while this script was still on its way.
    const isTyped = "draftTyped" in form.dataset || words(form).some((field) => field.value !== field.defaultValue);
    if (draft && !isTyped) fill(form, draft.values);
    tell(draft !== null);

    function tell(isKept) {
      part("kept").hidden = !isKept || isShared();
      part("passing").hidden = !isKept || !isShared();
    }

    function save() {
      if (words(form).some((field) => field.value.trim())) tell(write(key, typed(form)));
      else drop();
    }

    function drop() {
      forget(key);
      tell(false);
    }

    form.addEventListener("input", save);
    if (isTyped) save();
    part("drop").addEventListener("click", () => {
      words(form).forEach((field) => (field.value = ""));
      words(form)[0].dispatchEvent(new Event("input", { bubbles: true }));
      words(form)[0].focus();
    });

    const toggle = part("shared").querySelector("input");
    part("shared").hidden = false;
    toggle.checked = isShared();
    toggle.addEventListener("change", () => {
      [...drafts(lasting), ...drafts(passing)].forEach(forget); // those of other campaigns too
      lasting.setItem(SHARED, toggle.checked ? "on" : "off");
      save();
    });

    // Whoever comes back to this page after sending would send the same once more.
    addEventListener("pageshow", (event) => {
      if (event.persisted && !read(key)) form.reset();
    });
  }

  /* Without a connection the browser would put its own page in place of the form. */
  function sendOnce(form) {
    const offline = form.querySelector("[data-draft-offline]");
    const button = form.querySelector("[type=submit]");
    form.addEventListener("submit", (event) => {
      if (navigator.onLine) {
        setTimeout(() => (button.disabled = true));
      } else {
        event.preventDefault();
        offline.hidden = false;
      }
    });
    addEventListener("online", () => (offline.hidden = true));
    addEventListener("pageshow", () => (button.disabled = false));
  }

  const PHONE = /(?<![\w.,])(?:\+\d|\(0\d+\)|00?[1-9])\d*(?:[ /.()-]{1,3}\d+){0,7}(?!\w)|(?<!\d)\d{3}-\d{3}-\d{4}(?!\d)/g;
  const NAMING = [
    /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u,
    /\b(?:Mr|Mrs|Ms|Herrn?|Frau|Mme|Madame|Monsieur)\.? \p{Lu}[\p{L}’'-]+/u,
  ];
  // Two capitals in a row within a sentence: in German every noun has one.
  const PAIR = /(?<=[\p{Ll}\d,;:–-] )\p{Lu}\p{Ll}[\p{L}’'-]* \p{Lu}\p{Ll}[\p{L}’'-]*/u;

  function naming(text) {
    const dialled = (text.match(PHONE) ?? []).find((number) => {
      const digits = number.replace(/\D/g, "").length;
      return digits >= 7 && digits <= 15 && !/^\d{1,2}\.\d{1,2}\.\d{2,4}/.test(number);
    });
    if (dialled) return dialled;
    const patterns = document.documentElement.lang.startsWith("de") ? NAMING : [...NAMING, PAIR];
    return patterns.map((pattern) => text.match(pattern)?.[0]).find(Boolean);
  }

  function warn(form, notice) {
    const look = () => {
      const found = words(form).map((field) => naming(field.value)).find(Boolean);
      notice.hidden = !found;
      notice.querySelector("[data-naming-found]").textContent = found ?? "";
    };
    form.addEventListener("input", look);
    look(); // at what was typed before this script came, or brought back from a draft
  }

  /* A photo of four megabytes takes a minute on a poor connection. Drawn anew, it is small, and where it was taken
     never leaves the device. What cannot be drawn is sent as it is: the server looks at it anyway. */
  async function shrink(input) {
    const [file] = input.files;
    if (!file) return;
    try {
      const image = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/webp", 0.85));
      if (!blob || blob.size > file.size) return;
      const files = new DataTransfer();
      files.items.add(new File([blob], "image", { type: blob.type }));
      if (input.files[0] === file) input.files = files.files;
    } catch {
      // not an image, or none that this browser knows
    }
  }

  if (lasting) {
    for (const key of drafts(lasting)) {
      if (isShared() || !(read(key)?.at > Date.now() - WEEK)) lasting.removeItem(key);
    }
    for (const sent of document.querySelectorAll("[data-draft-sent]")) forget(PREFIX + sent.dataset.draftSent);
    for (const form of document.querySelectorAll("form[data-draft]")) keep(form);
  }
  for (const form of document.querySelectorAll("form[data-draft]")) sendOnce(form);
  for (const notice of document.querySelectorAll("[data-naming]")) warn(notice.closest("form"), notice);
  for (const input of document.querySelectorAll("input[type=file]")) input.addEventListener("change", () => shrink(input));
})();
