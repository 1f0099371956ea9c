// Opens a book with epub.js: gives the text that each page shows, and where a note's mark leads.

let book;
let rendition;

export async function open(address) {
  book = ePub(await (await fetch(address)).arrayBuffer());
  rendition = book.renderTo(document.body, { flow: "scrolled-doc", width: 600, height: 800 });
  await book.ready;
  const cover = await book.coverUrl();
  return {
    pages: book.spine.spineItems.map((item) => item.href),
    title: book.packaging.metadata.title,
    cover: cover ? (await (await fetch(cover)).blob()).size : 0,
  };
}

async function show(index) {
  await rendition.display(book.spine.get(index).href);
  return rendition.getContents()[0].document;
}

function target(index, href) {
  // epub.js has made every link relative to the book, unless it leads out of it
  const [path, fragment] = href.split("#");
  return [path ? book.spine.get(path) : book.spine.get(index), fragment];
}

export async function read(index) {
  const page = await show(index);
  const links = [...page.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"));
  const lost = [];
  for (const href of new Set(links.filter((each) => !/^[a-z]+:/.test(each)))) {
    const [section, fragment] = target(index, href);
    const there = section && (await section.load(book.load.bind(book)));
    if (!there || (fragment && !there.querySelector(`[id="${fragment}"]`))) lost.push(href);
  }
  return { text: page.body.textContent, lost };
}

export async function notes(index) {
  const page = await show(index);
  return [...page.querySelectorAll("a[role=doc-noteref]")].map((mark) => {
    const note = page.getElementById(mark.getAttribute("href").split("#")[1]);
    return { kind: note.getAttribute("epub:type"), apart: note.localName === "aside" };
  });
}
