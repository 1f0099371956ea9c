// Questions of what is shown: in other media, without scripts, from a disk.

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

// Everything that can be read, but for what only scripts can serve.
const readable = () => [...texts()]
  .filter(([, element]) => !element.closest("button, output, [role=status], .pst-js-only"))
  .map(([node]) => node.data.trim().replace(/\s+/g, " "));

// Controls that do nothing by themselves: a form that has an address does.
const dead = () => [...document.querySelectorAll("button, input, select, textarea")]
  .filter(element => isSeen(element) && !element.form?.hasAttribute("action"))
  // a browser opens a popover by itself
  .filter(element => !element.popoverTargetElement)
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
