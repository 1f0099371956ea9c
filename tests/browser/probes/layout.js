// Questions of room: what does not fit, is cut off, or is of which size.

// Whether a reader can scroll to what is in an element, without the page itself scrolling.
function isInScroller(element) {
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) {
      return true;
    }
  }
  return false;
}

// What is cut off, or has to be scrolled to, at the left or right edge of the window.
function beyondTheEdge() {
  const width = document.documentElement.clientWidth;
  const found = new Set();
  const look = (rects, element) => {
    const out = [...rects].find(r => r.width > 0 && (r.right > width + 1 || r.left < -1));
    if (out && !isInScroller(element)) {
      found.add(`${named(element)} reaches from ${Math.round(out.left)} to `
        + `${Math.round(out.right)} in a window of ${width}`);
    }
  };
  const range = document.createRange();
  for (const [node, element] of texts()) {
    range.selectNodeContents(node);
    look(range.getClientRects(), element);
  }
  for (const element of document.querySelectorAll("img, svg, input, button, select, hr")) {
    if (isSeen(element)) look(element.getClientRects(), element);
  }
  return [...found];
}

// How far the page can be scrolled to the side.
function sideways() {
  const root = document.scrollingElement;
  root.scrollTo({left: 100000, behavior: "instant"});
  const far = Math.max(root.scrollLeft, root.scrollWidth - root.clientWidth);
  root.scrollTo({left: 0, behavior: "instant"});
  return far;
}

// Text that a box hides because it has no room for it; half a line is a line.
function cutText() {
  const found = new Set();
  const range = document.createRange();
  for (const [node, element] of texts()) {
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()];
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      const isCut = rects.some(r =>
        (/hidden|clip/.test(style.overflowX) && (r.right > box.right + 2 || r.left < box.left - 2))
        || (/hidden|clip/.test(style.overflowY)
          && (r.bottom - r.height / 2 > box.bottom || r.top + r.height / 2 < box.top)));
      if (isCut) found.add(`${named(element)} in ${name(at)}`);
    }
  }
  return [...found];
}

// Words of usual length that go on in another line without a hyphen: their column is too narrow.
function brokenWords() {
  const found = new Set();
  const range = document.createRange();
  for (const [node, element] of texts()) {
    // code goes on anywhere; an initial is drawn apart from its word
    if (element.closest("code, pre") || getComputedStyle(element).hyphens === "auto") continue;
    const initial = getComputedStyle(element, "::first-letter").initialLetter !== "normal";
    for (const {0: word, index} of node.data.matchAll(/(?<!\p{L})\p{L}{4,14}(?!\p{L})/gu)) {
      if (initial && !node.data.slice(0, index).trim() && !node.previousSibling) continue;
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const lines = new Set([...range.getClientRects()].map(r => Math.round(r.top)));
      if (lines.size > 1) found.add(`${name(element)} ‘${word}’`);
    }
  }
  return [...found];
}

// The size of every visible text in pixels, in order, with its element.
const textSizes = () => [...texts()].map(
  ([, element]) => [named(element), parseFloat(getComputedStyle(element).fontSize)]);
