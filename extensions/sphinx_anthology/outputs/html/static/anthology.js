// The look's few scripts: the colour scheme, previews, copying, what scrolls, the search dialog.
// Nothing is fetched, and a page without them has all its words and links.
"use strict";

const root = document.documentElement;
const every = (selector, action) => document.querySelectorAll(selector).forEach(action);

// The colour scheme: light, dark, or the system's.

const MODES = ["light", "dark", "auto"];
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function showMode(mode) {
  root.dataset.mode = mode;
  root.dataset.theme = mode !== "auto" ? mode : systemIsDark.matches ? "dark" : "light";
}

function keepMode() {
  try {
    localStorage.setItem("mode", root.dataset.mode);
    localStorage.setItem("theme", root.dataset.theme);
  } catch {
    // no storage here: the choice holds for this page
  }
}

systemIsDark.addEventListener("change", () => showMode(root.dataset.mode));

every(".an-scheme", (button) => {
  button.addEventListener("click", () => {
    showMode(MODES[(MODES.indexOf(root.dataset.mode) + 1) % MODES.length]);
    keepMode();
  });
});

// Previews: shown on hover and focus, closed by Escape or by leaving; a tap follows the link.

const DELAY = 180; // milliseconds before a pointer that rests opens one
const GRACE = 120; // milliseconds in which a pointer may cross from link to preview
let open = null; // the preview that is shown
let timer = 0;

function place(link, preview) {
  const box = link.getClientRects()[0];
  const width = preview.offsetWidth;
  const left = Math.min(box.left - 20, root.clientWidth - width - 12);
  const below = box.bottom + 7;
  const fits = below + preview.offsetHeight < innerHeight;
  const top = fits ? below : Math.max(8, box.top - preview.offsetHeight - 7);
  preview.style.left = `${Math.max(12, left)}px`;
  preview.style.top = `${top}px`;
}

function close() {
  clearTimeout(timer);
  if (open) open.hidden = true;
  open = null;
}

function show(link, preview) {
  if (open === preview || innerWidth < 600) return;
  close();
  open = preview;
  preview.hidden = false;
  place(link, preview);
}

function later(action, delay) {
  clearTimeout(timer);
  timer = setTimeout(action, delay);
}

// The preview of a note, or of a work that is cited: its words, without links and ids.

every(".footnote-reference, .bibtex-citation a[href^='#']", (link) => {
  const target = document.getElementById(link.hash.slice(1));
  const note = target?.closest(".csl-entry, .footnote");
  if (!note) return;
  const [reference, preview] = ["an-xref", "an-preview an-sum"].map((className) =>
    Object.assign(document.createElement("span"), { className }),
  );
  preview.hidden = true;
  preview.append(...note.cloneNode(true).childNodes);
  preview.querySelectorAll(".label, .headerlink").forEach((part) => part.remove());
  preview.querySelectorAll("a").forEach((inner) => inner.replaceWith(...inner.childNodes));
  preview.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
  link.replaceWith(reference);
  reference.append(link, preview);
});

every(".an-xref", (reference, number) => {
  const link = reference.querySelector("a");
  const preview = reference.querySelector(".an-preview");
  if (!link || !preview) return;
  preview.id = `an-preview-${number + 1}`;
  link.dataset.preview = preview.id;
  link.setAttribute("aria-describedby", preview.id);
  link.removeAttribute("title"); // the preview says it, and more
  const isMouse = (event) => event.pointerType === "mouse";
  reference.addEventListener("pointerenter", (event) => {
    if (isMouse(event)) later(() => show(link, preview), open === preview ? 0 : DELAY);
  });
  reference.addEventListener("pointerleave", (event) => {
    if (isMouse(event)) later(close, GRACE);
  });
  link.addEventListener("focus", () => {
    if (link.matches(":focus-visible")) show(link, preview);
  });
  link.addEventListener("blur", close);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
addEventListener("scroll", () => open && place(open.previousElementSibling, open), {
  passive: true,
});

// Copying a citation.

const status = document.createElement("p");
status.className = "an-vh";
status.setAttribute("role", "status");

every(".an-copy", (button) => {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const words = button.closest(".an-style, .an-cite").querySelector("p:not(.an-s)").innerText;
    try {
      await navigator.clipboard.writeText(words.trim());
    } catch {
      return; // no clipboard here: the words can be marked and copied by hand
    }
    document.body.append(status);
    button.dataset.state = "done";
    button.textContent = status.textContent = button.dataset.done;
    setTimeout(() => {
      delete button.dataset.state;
      button.textContent = label;
      status.textContent = "";
    }, 2500);
  });
});

// Code, tables and formulas can be scrolled with keys where they scroll; else they are no stop.

const boxes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
    else if (target !== document.activeElement) target.removeAttribute("tabindex");
  }
});

every("pre[tabindex], [role=group][tabindex]", (box) => boxes.observe(box));

// The search dialog: the header's link opens it, and so do Ctrl+K and ⌘K.

const dialog = document.querySelector("#an-search-dialog");

function openSearch(event) {
  event.preventDefault();
  if (!dialog.open) dialog.showModal();
}

if (dialog) {
  every(".an-search-link:not([aria-current])", (link) => {
    link.addEventListener("click", (event) => {
      const wantsNewTab = event.ctrlKey || event.metaKey || event.shiftKey;
      if (!wantsNewTab) openSearch(event);
    });
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) openSearch(event);
  });
}
