// The extension of a new publication in a stand-in for VS Code:
// node editor.cjs EXTENSION YAML FOLDER REQUESTS
// YAML is a folder with dist/languageserver.js; REQUESTS is JSON: [file, text, [[method, line,
// character], ...]]. What the extension says is a line of JSON for each request, and last the
// problems.

"use strict";

const Module = require("module");
const path = require("path");
const { pathToFileURL } = require("url");

const [extension, yaml, folder, requests] = process.argv.slice(2);
const providers = {};
const problems = new Map();
const listeners = { opened: () => {}, changed: () => {}, closed: () => {} };
const warnings = [];
const uriOf = (address) => ({ fsPath: folder, toString: () => address });

class Plain { constructor(...values) { this.values = values; } }
const vscode = {
  Range: Plain, Diagnostic: class { constructor(range, message) { Object.assign(this, { range, message }); } },
  MarkdownString: Plain, SnippetString: Plain,
  CompletionItem: class { constructor(label) { this.label = label; } },
  Hover: class { constructor(contents) { this.contents = contents; } },
  Uri: { file: (name) => uriOf(pathToFileURL(name).href), parse: uriOf },
  extensions: { getExtension: () => (yaml ? { extensionPath: yaml } : undefined) },
  window: { showWarningMessage: (text) => warnings.push(text) },
  workspace: {
    textDocuments: [],
    getWorkspaceFolder: () => ({ uri: { fsPath: folder } }),
    onDidOpenTextDocument: (run) => { listeners.opened = run; },
    onDidChangeTextDocument: (run) => { listeners.changed = run; },
    onDidCloseTextDocument: (run) => { listeners.closed = run; },
  },
  languages: {
    createDiagnosticCollection: () => ({
      set: (uri, found) => problems.set(String(uri), found),
      delete: (uri) => problems.delete(String(uri)),
    }),
    registerCompletionItemProvider: (_, made) => { providers.completion = made.provideCompletionItems; },
    registerHoverProvider: (_, made) => { providers.hover = made.provideHover; },
  },
};
const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function settled(uri) {
  for (let tries = 0; tries < 200 && !problems.has(uri); tries += 1) await wait(50);
}

async function main() {
  const context = { subscriptions: [] };
  require(path.join(extension, "extension.js")).activate(context);
  if (!providers.hover) {
    console.log(JSON.stringify(warnings));
    return;
  }
  for (const [file, text, places] of JSON.parse(requests)) {
    const uri = pathToFileURL(path.join(folder, file)).href;
    const document = { uri: uriOf(uri), languageId: "markdown", getText: () => text };
    listeners.opened(document);
    await settled(uri);
    for (const [method, line, character] of places) {
      console.log(JSON.stringify(await providers[method](document, { line, character })));
    }
    console.log(JSON.stringify(problems.get(uri) || []));
    listeners.closed(document);
  }
  context.subscriptions.forEach((one) => one && one.dispose && one.dispose());
}

main().then(() => process.exit(0));
