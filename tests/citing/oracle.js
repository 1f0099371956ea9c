// Cite works with citeproc-js: what is asked comes as JSON on the standard input, and what is
// answered goes as JSON to the standard output, a list of HTML for each style.
const fs = require("fs");

const asked = JSON.parse(fs.readFileSync(0, "utf8"));
const CSL = require(asked.citeproc);

const items = new Map(asked.items.map((item) => [item.id, item]));

function citeAll(style, language) {
  const system = {
    retrieveLocale: (name) =>
      fs.readFileSync(`${asked.locales}/locales-${name}.xml`, "utf8"),
    retrieveItem: (id) => items.get(id),
  };
  const code = fs.readFileSync(`${asked.styles_of}/${style}.csl`, "utf8");
  const engine = new CSL.Engine(system, code, language, true);
  return asked.items.map((item) => {
    engine.updateItems([item.id]); // this one alone: the one before is forgotten
    return engine.makeBibliography()[1][0];
  });
}

const found = {};
for (const [style, language] of Object.entries(asked.styles))
  found[style] = citeAll(style, language);
process.stdout.write(JSON.stringify(found));
