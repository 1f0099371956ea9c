// What all questions need: which element, what of it is seen.

// An element as a person would point to it: the nearest id, and the steps from there.
function name(element) {
  const steps = [];
  for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
    if (at.id) {
      steps.unshift(`#${at.id}`);
      break;
    }
    const classes = [...at.classList].slice(0, 3).map(c => `.${c}`).join("");
    steps.unshift(at.localName + classes);
    if (steps.length > 3) break;
  }
  return steps.join(" > ");
}

const words = element => (element.innerText ?? "").trim().replace(/\s+/g, " ").slice(0, 40);

const named = element => `${name(element)} ‘${words(element)}’`;

// For screen readers alone: within a box of a pixel, or clipped away.
function isForReadersOnly(element) {
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.clipPath === "inset(50%)" || style.clip.startsWith("rect(0px")) return true;
    if (style.overflow !== "visible" && (at.clientWidth <= 1 || at.clientHeight <= 1)
        && style.display !== "inline") return true;
  }
  return false;
}

const isSeen = element => element.checkVisibility({
  visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: false,
}) && !isForReadersOnly(element);

// Every visible text of the page, with the element that it stands in.
function* texts() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.trim() && isSeen(node.parentElement)) yield [node, node.parentElement];
  }
}

const isDrawn = colour => !/^(transparent|rgba\(.*, 0\))$/.test(colour);

// Waits until what was changed has been drawn; only a page with scripts ever answers.
const drawn = () => new Promise(
  done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))));
