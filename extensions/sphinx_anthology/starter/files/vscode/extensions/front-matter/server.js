// The language server for YAML, which is given the front matter of documents.
"use strict";

const { fork } = require("child_process");

const MARK = /^(?:---|\.\.\.)\s*$/;

/**
 * The front matter of a Markdown text as YAML with the same lines, and the line of its end;
 * null where there is none. The first line names the schema.
 */
function frontMatter(text, schema) {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  if (!/^---\s*$/.test(lines[0])) return null;
  const end = lines.findIndex((line, number) => number > 0 && MARK.test(line));
  if (end < 0) return null;
  const head = `# yaml-language-server: $schema=${schema}`;
  return { yaml: [head, ...lines.slice(1, end), ""].join("\n"), end };
}

class Server {
  /** `tell` is called with the address of a document and what is wrong in it. */
  constructor(program, tell) {
    this.tell = tell;
    this.shown = new Map();
    this.waiting = new Map();
    this.count = 0;
    this.process = fork(program, ["--node-ipc"], { silent: true });
    this.process.on("message", (message) => this.receive(message));
    this.process.on("error", () => this.end());
    this.process.on("exit", () => this.end());
    this.ready = this.request("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        textDocument: {
          completion: { completionItem: { snippetSupport: true } },
          hover: { contentFormat: ["markdown"] },
        },
        workspace: { configuration: true },
      },
    }).then(() => this.notify("initialized", {}));
  }

  /** Give the server the front matter of a document, if it has changed. */
  show(uri, text, schema) {
    const found = frontMatter(text, schema);
    const before = this.shown.get(uri);
    if (!found) {
      this.close(uri);
      this.tell(uri, []);
      return;
    }
    if (before && before.yaml === found.yaml) return;
    const version = before ? before.version + 1 : 1;
    this.shown.set(uri, { ...found, version });
    const textDocument = { uri: `${uri}.yaml`, version };
    if (before) {
      const contentChanges = [{ text: found.yaml }];
      this.notify("textDocument/didChange", { textDocument, contentChanges });
    } else {
      const opened = { ...textDocument, languageId: "yaml", text: found.yaml };
      this.notify("textDocument/didOpen", { textDocument: opened });
    }
  }

  /** Forget a document. */
  close(uri) {
    if (!this.shown.delete(uri)) return;
    this.notify("textDocument/didClose", { textDocument: { uri: `${uri}.yaml` } });
  }

  /** The answer about a place inside of front matter; null elsewhere. */
  async ask(method, uri, position) {
    const found = this.shown.get(uri);
    if (!found || position.line < 1 || position.line >= found.end) return null;
    await this.ready;
    const { line, character } = position;
    return this.request(`textDocument/${method}`, {
      textDocument: { uri: `${uri}.yaml` },
      position: { line, character },
    });
  }

  request(method, params) {
    const id = (this.count += 1);
    const answer = new Promise((done) => this.waiting.set(id, done));
    this.send({ jsonrpc: "2.0", id, method, params });
    return answer;
  }

  notify(method, params) {
    const send = () => this.send({ jsonrpc: "2.0", method, params });
    if (method === "initialized") send();
    else this.ready.then(send);
  }

  send(message) {
    if (this.process && this.process.connected) this.process.send(message);
  }

  receive(message) {
    if (message.method === "textDocument/publishDiagnostics") {
      const uri = message.params.uri.replace(/\.yaml$/, "");
      const known = [...this.shown.keys()].find((one) => same(one, uri));
      if (known) this.tell(known, message.params.diagnostics);
    } else if (message.method && message.id !== undefined) {
      this.send({ jsonrpc: "2.0", id: message.id, result: answerTo(message) });
    } else if (this.waiting.has(message.id)) {
      this.waiting.get(message.id)(message.result === undefined ? null : message.result);
      this.waiting.delete(message.id);
    }
  }

  /** Answer every open question with nothing, as the server has gone. */
  end() {
    this.process = null;
    this.waiting.forEach((done) => done(null));
    this.waiting.clear();
  }

  dispose() {
    if (this.process) this.process.kill();
    this.end();
  }
}

function same(one, other) {
  try {
    return one === other || decodeURIComponent(one) === decodeURIComponent(other);
  } catch {
    return false;
  }
}

/** What the server is told of settings: its own defaults, and nothing from the network. */
function answerTo(message) {
  if (message.method !== "workspace/configuration") return null;
  const yaml = { validate: true, completion: true, hover: true, schemaStore: { enable: false } };
  return message.params.items.map((item) => (item.section === "yaml" ? yaml : {}));
}

module.exports = { Server, frontMatter };
