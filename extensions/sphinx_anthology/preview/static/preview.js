// Loads a page again when it was built again, and says what is wrong. The preview's server puts it
// into pages; no public page has it.
(() => {
  "use strict";
  const here = location.pathname;
  // the state of which this page is; what comes later is compared with it
  const { run, page, styles: style, assets } = document.currentScript.dataset;
  let source = null;
  let seen = { run: Number(run), page: Number(page), styles: Number(style), assets: Number(assets), here: [] };
  let isOpen = false, dismissed = "";

  const element = (name, text, parent) => {
    const made = document.createElement(name);
    if (text) made.textContent = text; // text, never HTML: it quotes what somebody wrote
    parent?.append(made);
    return made;
  };

  // in a tree of its own, so that neither style sheet reaches the other's elements
  const host = element("div", "", document.body);
  host.id = "anthology-preview";
  const root = host.attachShadow({ mode: "open" });
  const styles = new CSSStyleSheet();
  styles.replaceSync(`
    :host{all:initial;position:fixed;z-index:2147483647;inset-block-end:1rem;inset-inline-end:1rem;font:14px/1.45 system-ui,sans-serif;color-scheme:light dark}
    button{font:inherit;padding:.4rem .8rem;border:1px solid #191b1e;border-radius:2rem;background:#fdfdfb;color:#191b1e;cursor:pointer;min-block-size:2.2rem}
    button.bad{background:#a4281a;border-color:#a4281a;color:#fff}
    button:focus-visible,a:focus-visible{outline:3px solid #2457c5;outline-offset:2px}
    section{box-sizing:border-box;position:fixed;inset-inline:1rem;inset-block-end:4rem;margin-inline-start:auto;max-inline-size:46rem;max-block-size:70vh;overflow:auto;padding:1rem 1.2rem;border-block-start:4px solid #a4281a;background:#fdfdfb;color:#191b1e;box-shadow:0 2px 18px rgb(0 0 0/.35)}
    h2{margin:0 0 .5rem;font-size:1rem}
    ul{margin:0 0 .8rem;padding:0;list-style:none}
    li{padding:.45rem 0;border-block-start:1px solid #dcdbd4;overflow-wrap:anywhere;white-space:pre-wrap}
    code{display:block;font:12px/1.4 ui-monospace,monospace;color:#54585d}
    pre{margin:0 0 .8rem;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.5 ui-monospace,monospace}
    a{color:inherit}
    @media(prefers-color-scheme:dark){button,section{background:#1f2226;color:#e8e5de;border-color:#7d7f80}section{border-block-start-color:#f2958a}code{color:#aeaba3}li{border-color:#35383d}}
  `);
  root.adoptedStyleSheets = [styles];
  const panel = element("section", "", root);
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-label", "What this preview says");
  panel.hidden = true;
  const button = element("button", "Preview", root);
  button.type = "button";

  const list = (heading, findings, folder) => {
    if (!findings.length) return;
    element("h2", heading, panel);
    const items = element("ul", "", panel);
    for (const { file, line, message, code } of findings) {
      const item = element("li", "", items);
      element("code", `${folder}${file}:${line} ${code}`, item);
      item.append(message);
    }
  };

  const show = (open) => {
    isOpen = open;
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => {
    show(!isOpen);
    if (!isOpen) dismissed = trouble(seen);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && isOpen) { show(false); dismissed = trouble(seen); }
  });

  // what opens the panel by itself: no build at all, or something wrong on this page
  const trouble = (told) => told.error || told.here
    .filter(({ level }) => level === "must").map(({ message }) => message).join("\n");

  const tell = (told) => {
    panel.replaceChildren();
    if (told.error) {
      element("h2", "There is no new build", panel);
      element("pre", told.error, panel).setAttribute("role", "alert");
    }
    list("On this page", told.here, told.folder);
    list("On other pages, and wrong", told.elsewhere, told.folder);
    const more = element("p", "", panel);
    const all = element("a", `All that is withheld (${told.withheld}), and all problems`, more);
    all.href = "/_preview/";
    const count = told.here.length + told.elsewhere.length;
    button.textContent = told.error ? "No new build"
      : count ? `Preview: ${count} to look at` : "Preview";
    button.title = told.asOf && `As of ${told.asOf}`;
    const wrong = trouble(told);
    button.className = told.error || wrong || told.elsewhere.length ? "bad" : "";
    if (wrong && wrong !== dismissed) show(true);
    else if (!wrong) { dismissed = ""; if (trouble(seen)) show(false); }
  };

  const freshStyles = () => {
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      const address = new URL(link.href);
      if (address.origin !== location.origin) continue;
      address.searchParams.set("preview", String(Date.now()));
      link.href = address;
    }
  };

  const connect = () => {
    source?.close();
    source = new EventSource(`/_preview/events?page=${encodeURIComponent(here)}`);
    source.onmessage = ({ data }) => {
      const told = JSON.parse(data);
      if (told.run !== seen.run || told.page !== seen.page || told.assets !== seen.assets) {
        location.reload(); // browsers keep the place on the page
        return;
      }
      if (told.styles !== seen.styles) freshStyles();
      tell(told);
      seen = told;
    };
    source.onerror = () => { button.textContent = "The preview has ended"; };
  };
  // browsers have six connections to a server: a hidden tab does without
  const follow = () => document.hidden ? source?.close() : connect();
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", ({ persisted }) => persisted && follow());
  if (!document.hidden) connect();
})();
