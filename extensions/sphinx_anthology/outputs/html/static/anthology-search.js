/* The search page. search/index.py says what the index holds, search/words.py what a word is. */
"use strict";

(() => {
  const byId = (id) => document.getElementById(`an-${id}`);
  const [form, input, filters, clear] = ["search", "query", "filters", "clear"].map(byId);
  const [status, said, list, more] = ["status", "said", "results", "more"].map(byId);
  const selects = [...filters.querySelectorAll("select")];
  const { title } = document;
  const { lang } = document.documentElement;

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
  const stemOf = (word) => fold(stemmer.stemWord(word));
  const wordsOf = (query) =>
    split(query.normalize("NFKC"))
      .map((word) => word.toLowerCase())
      .filter((word) => isSought(word) && !stopwords.has(word))
      .map((word) => ({ stem: stemOf(word), start: fold(word) }));
  const begins = (start, term) => isLong(start, 3) && term.startsWith(start);

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

  // The scores of the documents with a word; a longer one that begins so counts half. Of a word
  // that is still typed, and that none begins with, the longest stem that it begins with counts.
  const scoresOf = async ({ stem, start }, isTyped) => {
    const { starts } = await load("index");
    const shardOf = (word) => Math.max(0, starts.findLastIndex((first) => first <= word));
    const terms = async (shards) => {
      const texts = await Promise.all([...shards].map((at) => load(`t-${at}`)));
      return texts.flatMap((text) => [...text.matchAll(/(\S+) (\S+)/g)]);
    };
    const shards = new Set([shardOf(stem)]); // at most four
    for (let at = shardOf(start); shards.size < 4; at++) {
      shards.add(at);
      if (!begins(start, starts[at + 1] ?? "")) break;
    }
    const scores = new Map();
    const add = (text, share) =>
      eachPosting(text, (number, weight) =>
        scores.set(number, Math.max(scores.get(number) ?? 0, weight * share)),
      );
    for (const [, term, text] of await terms(shards)) {
      if (term === stem) add(text, 1);
      else if (begins(start, term)) add(text, 0.5);
    }
    if (isTyped && !scores.size && start.length > 4) {
      const heads = [...start].map((_, at) => start.slice(0, at + 1)).slice(3);
      const found = (await terms(new Set(heads.map(shardOf)))).filter(([, t]) => heads.includes(t));
      const [, , text] = found.sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
      if (text) add(text, 0.25);
    }
    return scores;
  };

  // The documents with all words, best first; of equals the newest post.
  const rank = async (words, isTyped) => {
    const { others } = await load("index");
    const last = words.length - 1;
    const found = await Promise.all(words.map((word, at) => scoresOf(word, isTyped && at === last)));
    const total = (key) => found.reduce((sum, scores) => sum + (scores.get(key) ?? -Infinity), 0);
    return [...found[0].keys()]
      .map((key) => [total(key), key < others ? -key : key, key])
      .filter(([score]) => score > 0)
      .sort(([a, first], [b, second]) => b - a || first - second)
      .map(([, , key]) => key);
  };

  // What posts are filtered by: [name, label, numbers] for each select.
  let choices;
  const loadChoices = async () => {
    const { filters: count } = await load("index");
    const texts = await Promise.all([...Array(count).keys()].map((at) => load(`f-${at}`)));
    const found = Object.fromEntries(selects.map(({ name }) => [name[0], []]));
    for (const [, kind, name, postings, label] of texts.join("\n").matchAll(/^(.)(\S+) (\S+) (.+)/gm)) {
      const numbers = new Set();
      eachPosting(postings, (number) => numbers.add(number));
      found[kind].push([name, label, numbers]);
    }
    return found;
  };
  const posts = ({ name, value }) =>
    choices[name[0]].find(([key]) => key === value)?.[2] ?? new Set();

  // The numbers that the filters let through, all but one of them.
  const narrow = (numbers, but) =>
    selects
      .filter((select) => select !== but && select.value)
      .reduce((rest, select) => {
        const chosen = posts(select);
        return rest ? rest.filter((number) => chosen.has(number)) : [...chosen];
      }, numbers);

  // Offer what occurs among the numbers, or anywhere, with counts.
  const offer = (select, numbers) => {
    const { value } = select;
    const within = numbers && new Set(numbers);
    const options = [new Option(select.dataset.all, "")];
    for (const [name, label, all] of choices[select.name[0]]) {
      let n = all.size;
      if (within) for (const number of all) if (!within.has(number)) n--;
      if (n || name === value) options.push(new Option(`${label} (${n.toLocaleString(lang)})`, name));
    }
    if (value && !options.some((option) => option.value === value)) options.push(new Option(value));
    select.replaceChildren(...options);
    select.value = value;
  };

  // Where the words stand in a text: [start, end, word].
  const spotsIn = (words) => {
    const known = new Map();
    const which = (token) => {
      const lower = token.normalize("NFKC").toLowerCase();
      const plain = /^[\0-\x7f]*$/.test(lower) ? lower : fold(lower);
      return words.findIndex(
        ({ stem, start }) =>
          plain === start ||
          begins(start, plain) ||
          (plain[0] === stem[0] && [lower, plain].some((word) => stemOf(word) === stem)),
      );
    };
    return (text) => {
      const spots = [];
      for (const { 0: token, index } of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
        if (!known.has(token)) known.set(token, which(token));
        const word = known.get(token);
        if (word >= 0) spots.push([index, index + token.length, word]);
      }
      return spots;
    };
  };

  // The passage with most of the words, rather no heading; as nodes.
  const LONG = 260;
  const passage = (text, spotsOf) => {
    let best = { score: 0 };
    for (const line of text.split("\n")) {
      const spots = spotsOf(line);
      for (const [from] of spots) {
        const near = spots.filter(([start, end]) => start >= from && end <= from + LONG - 80);
        const score = 2 * new Set(near.map(([, , word]) => word)).size + (line.length > 60);
        if (score > best.score) best = { score, line, spots, from };
      }
    }
    const { line, spots, from } = best;
    if (!line) return null;
    let [first, end] = [0, line.length];
    if (end > LONG) {
      if (from > 80) first = line.indexOf(" ", from - 60) + 1 || from;
      if (first > from) first = from;
      const space = line.lastIndexOf(" ", first + LONG);
      if (first + LONG < end) end = space > from + 1 ? space : first + LONG;
    }
    const parts = first ? ["… "] : [];
    let at = first;
    for (const [start, stop] of spots.filter(([start, stop]) => start >= first && stop <= end)) {
      parts.push(line.slice(at, start), part("mark", "", line.slice(start, stop)));
      at = stop;
    }
    parts.push(line.slice(at, end).replace(/[\ud800-\udbff]$/, ""), end < line.length ? " …" : "");
    return parts;
  };

  const part = (name, className, ...content) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...content);
    return element;
  };
  const inLanguage = (element, language) =>
    language ? Object.assign(element, { lang: language, dir: "auto" }) : element;
  const entry = ([address, name, line, people, description, language], text, spotsOf) => {
    const bits = name.split(/(?<![\p{L}-])(\p{L}{1,3}-\p{L}+)/u);
    const link = part("a", "", ...bits.map((w, at) => (at % 2 ? part("span", "an-nb", w) : w)));
    link.href = form.dataset.root + address;
    const item = part("li", "an-entry", part("p", "an-s", line));
    item.append(inLanguage(part("h2", "an-t", link), language));
    if (people) item.append(part("p", "an-by", people));
    const words = passage(text, spotsOf) ?? passage(description ?? "", spotsOf) ?? [description];
    if (words[0] !== undefined && words.some(Boolean))
      item.append(inLanguage(part("p", "an-sum", ...words), language));
    return item;
  };

  // What is said is seen at once, read aloud after a pause.
  let pause;
  const say = (text, isTyped) => {
    status.textContent = text;
    clearTimeout(pause);
    pause = setTimeout(() => (said.textContent = text), isTyped ? 1000 : 0);
  };
  const words = (what, filled = {}) =>
    (status.dataset[what] ?? "").replace(/\{(\w+)\}/g, (_, name) => filled[name]);
  const counted = (what, n, query) => {
    const form = new Intl.PluralRules(lang).select(n);
    const text = words(`${what}${form}`, { n: n.toLocaleString(lang), query });
    return text || words(`${what}other`, { n: n.toLocaleString(lang), query });
  };

  // No text is worth waiting long.
  const textsOf = (names) => {
    const late = new Promise((resolve) => setTimeout(resolve, 1500, ""));
    const one = (name) => (name ? Promise.race([load(name).catch(() => ""), late]) : "");
    return Promise.all(names.map(one));
  };

  let latest = {}; // what an earlier one loads is not shown
  const entriesOf = async ({ found, spotsOf }, from, to) => {
    const { size } = await load("index");
    const numbers = found.slice(from, to);
    const chunks = await Promise.all(numbers.map((number) => load(`d-${Math.floor(number / size)}`)));
    const shown = chunks.map((chunk, at) => chunk[numbers[at] % size]);
    const texts = await textsOf(shown.map((values) => spotsOf && values[6]));
    return shown.map((values, at) => entry(values, texts[at], spotsOf ?? (() => [])));
  };
  const showMore = async () => {
    const search = latest;
    const from = list.children.length;
    const entries = await entriesOf(search, from, from + 20);
    if (search !== latest || from !== list.children.length) return;
    list.append(...entries);
    more.hidden = list.children.length >= search.found.length;
    list.children[from]?.querySelector("a").focus();
  };

  const search = async (isTyped) => {
    const mine = (latest = { found: [] });
    const query = input.value.trim();
    document.title = query ? `${query} – ${title}` : title;
    const sought = wordsOf(query);
    const found = sought.length ? rank(sought, isTyped) : query ? [] : null;
    const [numbers, loaded] = await Promise.all([found, choices ?? loadChoices()]);
    choices = loaded;
    if (mine !== latest) return;
    for (const select of selects) offer(select, narrow(numbers, select));
    const isFiltered = selects.some(({ value }) => value);
    clear.hidden = !isFiltered;
    mine.found = narrow(numbers) ?? [];
    if (!numbers) mine.found.sort((a, b) => b - a); // newest first
    if (sought.length) mine.spotsOf = spotsIn(sought);
    const entries = await entriesOf(mine, 0, 10);
    if (mine !== latest) return;
    list.replaceChildren(...entries);
    more.hidden = entries.length >= mine.found.length;
    const n = mine.found.length;
    const isBegun = isTyped && !isLong(sought.at(-1)?.start ?? "", 3);
    if (n) say(counted(query ? "found" : "listed", n, query), isTyped);
    else if (isBegun || (!query && !isFiltered)) say("", isTyped);
    else say(words(isFiltered ? "filtered" : sought.length ? "none" : "unclear", { query }), isTyped);
  };
  const run = (task, keeps) => {
    const mine = latest;
    task.catch((name) => {
      delete files[name]; // another search tries again
      if (mine !== latest) return;
      if (!keeps) list.textContent = "";
      more.hidden ||= !keeps;
      say(words("failed"));
    });
  };

  // The address says what is shown. Browsers let a page from file:// change only what follows "#".
  const fill = () => {
    const { hash } = location;
    const asked = new URLSearchParams(hash.startsWith("#?") ? hash.slice(1) : location.search);
    input.value = asked.get("q") ?? "";
    for (const select of selects) {
      const value = asked.get(select.name) ?? "";
      if (value) select.append(new Option(value));
      select.value = value;
    }
  };
  const note = (how) => {
    const stated = [...new FormData(form)].filter(([, value]) => value.trim());
    const address = `?${new URLSearchParams(stated)}`;
    if (address === location.search) how = "replaceState";
    try {
      history[how](null, "", stated.length ? address : location.pathname);
    } catch {
      history[how](null, "", `#${address}`);
    }
  };

  // Typing is one step back; Enter and filters begin another.
  let isTyping = false;
  let waiting;
  const type = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      note(isTyping || !location.search ? "replaceState" : "pushState");
      isTyping = true;
      run(search(true));
    }, 150);
  };
  const commit = (how) => {
    clearTimeout(waiting);
    note(how);
    isTyping = false;
    run(search());
  };
  input.addEventListener("input", (event) => event.isComposing || type());
  input.addEventListener("compositionend", type);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    commit(isTyping ? "replaceState" : "pushState");
  });
  for (const select of selects) select.addEventListener("change", () => commit("pushState"));
  clear.addEventListener("click", () => {
    for (const select of selects) select.value = "";
    input.focus();
    commit("pushState");
  });
  more.addEventListener("click", () => run(showMore(), true));
  addEventListener("popstate", () => {
    clearTimeout(waiting);
    isTyping = false;
    fill();
    run(search());
  });
  filters.hidden = false;
  fill();
  if (!input.value) input.focus();
  run(search());
})();
