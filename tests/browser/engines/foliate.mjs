// Opens a book with foliate-js: gives the text that each page shows, and what a note's mark opens.
import "/foliate-js/view.js";
import { FootnoteHandler } from "/foliate-js/footnotes.js";

let view;
let shown;

export async function open(address) {
  const content = await (await fetch(address)).blob();
  view = document.createElement("foliate-view");
  view.style.cssText = "display: block; height: 100vh";
  view.addEventListener("load", (event) => { shown = event.detail; });
  document.body.append(view);
  await view.open(new File([content], "book.epub"));
  const cover = await view.book.getCover();
  return {
    pages: view.book.sections.map((section) => section.id),
    title: view.book.metadata.title,
    cover: cover ? cover.size : 0,
  };
}

async function show(index) {
  shown = null;
  await view.goTo(index);
  return shown?.doc;
}

export async function read(index) {
  const page = await show(index);
  const links = [...page.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"));
  const inside = links
    .map((href) => view.book.sections[index].resolveHref(href))
    .filter((href) => !view.book.isExternal(href));
  const lost = [];
  for (const href of new Set(inside)) {
    const target = view.book.resolveHref(href);
    const there = target && (await view.book.sections[target.index].createDocument());
    if (!there || target.anchor(there) == null) lost.push(href);
  }
  return { text: page.body.textContent, lost };
}

export async function notes(index) {
  const page = await show(index);
  const found = [];
  for (const a of page.querySelectorAll("a[role=doc-noteref]")) {
    const href = view.book.sections[index].resolveHref(a.getAttribute("href"));
    const handler = new FootnoteHandler();
    handler.addEventListener("before-render", (event) => document.body.append(event.detail.view));
    const rendered = new Promise((resolve) => handler.addEventListener("render", resolve));
    handler.handle(view.book, { detail: { a, href }, preventDefault() {} });
    const { detail } = await rendered;
    found.push({ kind: detail.type, apart: detail.hidden });
  }
  return found;
}
