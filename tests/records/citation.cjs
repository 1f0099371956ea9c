// What citation-js reads in files: for each, its items as CSL-JSON.
const { createRequire } = require("module");

const asked = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const load = createRequire(asked.from);
const { Cite } = load("@citation-js/core");
for (const plugin of ["bibtex", "ris", "csl"]) load(`@citation-js/plugin-${plugin}`);

const read = (text) => new Cite(text, { generateGraph: false }).data;
process.stdout.write(JSON.stringify(asked.files.map(read)));
