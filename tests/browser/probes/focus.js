// Questions of the keyboard: what gets the focus, in which order, and how one sees it.

// Of a group of radio buttons the chosen one stands for all.
const isPassedOver = element => element.type === "radio" && !element.checked
  && document.querySelector(`input[type=radio][name="${element.name}"]:checked`);

const tabbable = () => [...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter(element => element.tabIndex >= 0 && !element.disabled && !isPassedOver(element)
    && element.checkVisibility({visibilityProperty: true}) && !element.closest("[inert]"));

// How an element looks, in all that may say that it has the focus.
function look(element) {
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
    && isDrawn(style.outlineColor);
  return {
    outline: outlined && `${style.outlineWidth} ${style.outlineStyle} ${style.outlineColor}`,
    border: `${style.borderTopWidth} ${style.borderTopStyle} ${style.borderTopColor}`,
    decoration: `${style.textDecorationLine} ${style.textDecorationThickness}`,
    fill: `${style.backgroundColor} ${style.color} ${style.boxShadow}`,
  };
}

// Before anything has the focus: what can get it, and how that looks now.
function prepareFocus() {
  const elements = tabbable();
  window.beforeFocus = new Map(elements.map(element => [element, look(element)]));
  window.hadFocus = new Set();
  return elements.map(named);
}

const LANDMARKS = {
  HEADER: "banner", NAV: "navigation", ASIDE: "complementary", MAIN: "main",
  FOOTER: "contentinfo",
};

// The outermost landmark that an element is in.
function landmark(element) {
  let found = "none";
  for (let at = element; at; at = at.parentElement) {
    const role = at.getAttribute("role");
    const named = Object.values(LANDMARKS).includes(role) ? role : LANDMARKS[at.tagName];
    // the head and foot of a section are no landmarks
    const isPart = ["HEADER", "FOOTER"].includes(at.tagName)
      && at.parentElement.closest("main, article, section, aside, nav");
    if (named && !isPart) found = named;
  }
  return found;
}

const landmarks = () => [...document.querySelectorAll("header, nav, aside, main, footer, [role]")]
  .filter(element => element.checkVisibility() && landmark(element) !== "none"
    && landmark(element.parentElement) === "none")
  .map(landmark);

// Whether a person sees an element where it is now, or something lies over it.
function isUncovered(element) {
  const rects = [...element.getClientRects()].filter(r => r.width > 0 && r.height > 0);
  return rects.some(r => {
    const at = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
    return at && (at === element || element.contains(at) || at.contains(element)
      || [...(element.labels ?? [])].some(label => label.contains(at)));
  });
}

// The element that has the focus now and had not before: which, where, and whether one sees it.
function focused() {
  const element = document.activeElement;
  // after the last one comes the browser's own part, or the first again
  if (!element || element === document.body || window.hadFocus?.has(element)) return null;
  window.hadFocus?.add(element);
  const before = window.beforeFocus?.get(element) ?? {};
  const now = look(element);
  return {
    name: named(element),
    kind: name(element),
    words: words(element),
    // Chromium stops at boxes that scroll, so that keys can do it
    scrolls: !window.beforeFocus?.has(element),
    href: element.getAttribute("href"),
    landmark: landmark(element),
    uncovered: isUncovered(element),
    outline: now.outline,
    changed: Object.keys(now).filter(part => now[part] !== before[part]),
  };
}
