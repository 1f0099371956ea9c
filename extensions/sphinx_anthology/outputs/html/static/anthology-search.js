/* The search page. search/index.py says what the index holds, search/words.py what a word is. */
"use strict";

(() => {
  const byId = (id) => document.getElementById(`an-${id}`);
  const [form, input, status, list, more] = ["search", "query", "status", "results", "more"].map(byId);
  const { title } = document;

  // Files are scripts, so that search works from file:// too.
  const files = {};
  const takers = {};
  window.anthologySearch = { take: (name, value) => takers[name](value) };
  const load = (name) =>
    (files[name] ??= new Promise((resolve, reject) => {
      takers[name] = resolve;
      const script = document.createElement("script");
      script.src = `${form.dataset.root}_search/${name}.js?v=${form.dataset.version}`;
      script.onload = script.onerror = () => reject(name); // no matter once it is taken
      document.head.append(script);
    }));

  const { stopwords = new Set(), Stemmer, splitQuery } = window;
  const stemmer = Stemmer ? new Stemmer() : { stemWord: (word) => word };
  const split = splitQuery ?? ((text) => text.split(/[^\p{L}\p{N}]+/u));
  const letters = JSON.parse(form.dataset.letters);
  const fold = (word) =>
    word.replace(/./gu, (c) => letters[c] ?? c).normalize("NFD").replace(/\p{M}/gu, "");
  const isLong = (word, length) => word.length >= length || /[^\0-\x7f]/.test(word);
  const isSought = (word) => (/^\p{Nd}+$/u.test(word) ? word.length === 4 : isLong(word, 2));
  const wordsOf = (query) =>
    split(query.normalize("NFKC"))
      .map((word) => word.toLowerCase())
      .filter((word) => isSought(word) && !stopwords.has(word))
      .map((word) => ({ stem: fold(stemmer.stemWord(word)), start: fold(word) }));

  const eachPosting = (text, take) => {
    for (const [, weight, digits] of text.matchAll(/(\d+)(\D+)/g)) {
      let [number, step] = [0, 0];
      for (const digit of digits) {
        step = step * 26 + (digit.charCodeAt() % 32) - 1;
        if (digit < "a") continue; // not the last one
        take((number += step), weight);
        step = 0;
      }
    }
  };

  // The scores of the documents with a word; a longer one that begins so counts half.
  const scoresOf = async ({ stem, start }) => {
    const { starts } = await load("index");
    const shardOf = (word) => Math.max(0, starts.findLastIndex((first) => first <= word));
    const begins = (term) => isLong(start, 3) && term.startsWith(start);
    const shards = new Set([shardOf(stem)]); // at most four
    for (let at = shardOf(start); shards.size < 4; at++) {
      shards.add(at);
      if (!begins(starts[at + 1] ?? "")) break;
    }
    const scores = new Map();
    for (const shard of await Promise.all([...shards].map((at) => load(`t-${at}`)))) {
      for (const [, term, text] of shard.matchAll(/(\S+) (\S+)/g)) {
        const share = term === stem ? 1 : begins(term) ? 0.5 : 0;
        const take = (number, weight) =>
          scores.set(number, Math.max(scores.get(number) ?? 0, weight * share));
        if (share) eachPosting(text, take);
      }
    }
    return scores;
  };

  // The documents with all words, best first; of equals the newest post first, then all else.
  const rank = async (words) => {
    const { others } = await load("index");
    const found = await Promise.all(words.map(scoresOf));
    const total = (key) => found.reduce((sum, scores) => sum + (scores.get(key) ?? -Infinity), 0);
    return [...found[0].keys()]
      .map((key) => [total(key), key < others ? -key : key, key])
      .filter(([score]) => score > 0)
      .sort(([a, first], [b, second]) => b - a || first - second)
      .map(([, , key]) => key);
  };

  const part = (name, className, content, language) => {
    const element = Object.assign(document.createElement(name), { className });
    if (language) Object.assign(element, { lang: language, dir: "auto" });
    element.append(content);
    return element;
  };
  const entry = ([address, name, line, people, description, language]) => {
    const link = document.createElement("a");
    link.href = form.dataset.root + address;
    link.append(name);
    const item = part("li", "an-entry", part("p", "an-s", line));
    item.append(part("h2", "an-t", link, language));
    if (people) item.append(part("p", "an-by", people));
    if (description) item.append(part("p", "an-sum", description, language));
    return item;
  };
  const say = (what, said) => {
    const text = status.dataset[what] ?? status.dataset.other;
    status.textContent = text.replace(/\{(\w+)\}/g, (_, name) => said[name]);
  };

  let latest; // what an earlier search still loads is not shown
  const show = async (found, count) => {
    const { size } = await load("index");
    const shown = list.children.length;
    const next = found.slice(shown, shown + count);
    const chunks = await Promise.all(next.map((number) => load(`d-${Math.floor(number / size)}`)));
    if (found !== latest || shown !== list.children.length) return;
    list.append(...next.map((number, at) => entry(chunks[at][number % size])));
    more.hidden = list.children.length >= found.length;
    if (shown) list.children[shown].querySelector("a").focus();
  };
  const search = async () => {
    const found = (latest = []);
    const query = (new URLSearchParams(location.search).get("q") ?? "").trim();
    const words = wordsOf(query);
    input.value = query;
    document.title = query ? `${query} – ${title}` : title;
    list.replaceChildren();
    more.hidden = true;
    status.textContent = "";
    if (!query) return input.focus();
    if (!words.length) return say("unclear", { query });
    const n = found.push(...(await rank(words)));
    await show(found, 10);
    if (found !== latest) return;
    const { lang } = document.documentElement;
    const what = n ? new Intl.PluralRules(lang).select(n) : "none";
    say(what, { query, n: n.toLocaleString(lang) });
  };
  const run = (task) => task.catch(() => say("failed"));

  form.addEventListener("submit", (event) => {
    // where this is forbidden, it throws, and the browser goes there itself
    history.pushState(null, "", `?${new URLSearchParams(new FormData(form))}`);
    event.preventDefault();
    run(search());
  });
  more.addEventListener("click", () => run(show(latest, 20)));
  addEventListener("popstate", () => run(search()));
  run(search());
})();
