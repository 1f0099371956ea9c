// Completion, help and checks for front matter in Markdown: the language server inside the
// extension YAML by Red Hat reads a document's front matter, and its answers are shown in place.
"use strict";

const fs = require("fs");
const path = require("path");
const vscode = require("vscode");
const { Server } = require("./server");

const YAML = "redhat.vscode-yaml";
const SCHEMA = [".vscode", "front-matter.schema.json"];
const MARKDOWN = { language: "markdown" };

/** The program of the language server; empty where there is none. */
function program() {
  const yaml = vscode.extensions.getExtension(YAML);
  const found = yaml ? path.join(yaml.extensionPath, "dist", "languageserver.js") : "";
  return found && fs.existsSync(found) ? found : "";
}

/** The schema in the folder that holds a document; empty where there is none. */
function schemaOf(document) {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const found = folder ? path.join(folder.uri.fsPath, ...SCHEMA) : "";
  return found && fs.existsSync(found) ? vscode.Uri.file(found).toString() : "";
}

function range(found) {
  return new vscode.Range(
    found.start.line, found.start.character, found.end.line, found.end.character,
  );
}

function markdown(found) {
  const text = typeof found === "string" ? found : Array.isArray(found) ? found.map(
    (one) => (typeof one === "string" ? one : one.value),
  ).join("\n\n") : (found && found.value) || "";
  return new vscode.MarkdownString(text);
}

function completion(found) {
  const item = new vscode.CompletionItem(found.label, found.kind ? found.kind - 1 : undefined);
  item.detail = found.detail;
  item.documentation = found.documentation ? markdown(found.documentation) : undefined;
  item.sortText = found.sortText;
  item.filterText = found.filterText;
  const text = (found.textEdit && found.textEdit.newText) || found.insertText || found.label;
  item.insertText = found.insertTextFormat === 2 ? new vscode.SnippetString(text) : text;
  if (found.textEdit && found.textEdit.range) item.range = range(found.textEdit.range);
  return item;
}

function diagnostic(found) {
  const level = found.severity ? found.severity - 1 : 0;
  const made = new vscode.Diagnostic(range(found.range), found.message, level);
  made.source = "front matter";
  return made;
}

function activate(context) {
  const place = program();
  if (!place) {
    vscode.window.showWarningMessage(
      "%{unchecked}",
    );
    return;
  }
  const problems = vscode.languages.createDiagnosticCollection("front matter");
  const server = new Server(place, (uri, found) => {
    problems.set(vscode.Uri.parse(uri), found.map(diagnostic));
  });
  const isOurs = (document) => document.languageId === "markdown" && Boolean(schemaOf(document));
  const show = (document) => {
    if (isOurs(document)) {
      server.show(document.uri.toString(), document.getText(), schemaOf(document));
    }
  };
  const close = (document) => {
    server.close(document.uri.toString());
    problems.delete(document.uri);
  };
  const ask = async (method, document, position) => {
    if (!isOurs(document)) return null;
    show(document);
    return server.ask(method, document.uri.toString(), position);
  };
  context.subscriptions.push(
    problems,
    server,
    vscode.workspace.onDidOpenTextDocument(show),
    vscode.workspace.onDidChangeTextDocument((event) => show(event.document)),
    vscode.workspace.onDidCloseTextDocument(close),
    vscode.languages.registerCompletionItemProvider(MARKDOWN, {
      async provideCompletionItems(document, position) {
        const found = await ask("completion", document, position);
        const items = (found && found.items) || found || [];
        return items.filter((item) => item.label !== "null").map(completion);
      },
    }, " ", ":", "-"),
    vscode.languages.registerHoverProvider(MARKDOWN, {
      async provideHover(document, position) {
        const found = await ask("hover", document, position);
        if (!found || !found.contents) return null;
        return new vscode.Hover(markdown(found.contents), found.range && range(found.range));
      },
    }),
  );
  vscode.workspace.textDocuments.forEach(show);
}

module.exports = { activate };
