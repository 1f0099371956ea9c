// What a test asks of a page. An expression: the value is an object of functions.
(() => {
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

  // Whether a reader can scroll to what is in an element, without the page itself scrolling.
  function isInScroller(element) {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) {
        return true;
      }
    }
    return false;
  }

  // Every visible text of the page, with the element that it stands in.
  function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.trim() && isSeen(node.parentElement)) yield [node, node.parentElement];
    }
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

  // What moves or would move: transitions, animations, and scrolling by itself.
  function motion() {
    const seconds = list => Math.max(...list.split(",").map(parseFloat));
    const found = document.getAnimations().map(a => `runs: ${name(a.effect.target)}`);
    for (const element of document.querySelectorAll("*")) {
      for (const part of ["", "::before", "::after", "::backdrop"]) {
        const style = getComputedStyle(element, part || null);
        const moves = [
          style.transitionProperty !== "none" && seconds(style.transitionDuration) > 0.01
            && `transition of ${style.transitionProperty}`,
          style.animationName !== "none" && seconds(style.animationDuration) > 0.01
            && `animation ${style.animationName}`,
          !part && style.scrollBehavior === "smooth" && "smooth scrolling",
        ].filter(Boolean);
        found.push(...moves.map(what => `${what}: ${name(element)}${part}`));
      }
    }
    return [...new Set(found)];
  }

  const isDrawn = colour => !/^(transparent|rgba\(.*, 0\))$/.test(colour);

  // How each state of a spine is drawn: by box, border and height, the colour aside.
  function spines() {
    const canvas = getComputedStyle(document.body).backgroundColor;
    const drawn = {};
    for (const spine of document.querySelectorAll(".an-spines i")) {
      const style = getComputedStyle(spine);
      const row = spine.parentElement;
      const fill = isDrawn(style.backgroundColor) && style.backgroundColor !== canvas;
      const border = style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) > 0;
      drawn[`${row.className} ${spine.className}`] = {
        seen: fill || border || style.outlineStyle !== "none",
        looks: [fill && style.backgroundColor, border && style.borderTopStyle,
          border && style.borderTopWidth, spine.offsetHeight, style.outlineStyle].join(" "),
      };
    }
    return drawn;
  }

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

  // Everything that can be read, but for what only scripts can serve.
  const readable = () => [...texts()]
    .filter(([, element]) => !element.closest("button, output, [role=status], .pst-js-only"))
    .map(([node]) => node.data.trim().replace(/\s+/g, " "));

  // Controls that do nothing by themselves: a form that has an address does.
  const dead = () => [...document.querySelectorAll("button, input, select, textarea")]
    .filter(element => isSeen(element) && !element.form?.hasAttribute("action"))
    .map(named);

  // What shows that the styles and fonts of a page have come.
  function appearance() {
    const body = getComputedStyle(document.body);
    const title = getComputedStyle(document.querySelector("h1"));
    const has = style => document.fonts.check(`1em ${style.fontFamily.split(",")[0]}`);
    return {
      paper: body.backgroundColor, ink: body.color, text: body.fontFamily,
      title: [title.fontFamily, title.fontSize], loaded: [has(body), has(title)],
    };
  }

  // Waits until what was changed has been drawn; only a page with scripts ever answers.
  const drawn = () => new Promise(
    done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))));

  return {
    appearance, beyondTheEdge, brokenWords, cutText, dead, drawn, focused, landmarks, motion,
    prepareFocus, readable, sideways, spines, textSizes,
  };
})()
