const STEP = 20, HITS = 8, EXCERPT = { excerptLength: 24 };
const SITE = new URL("..", import.meta.url).pathname; // Wherever the site lies on its host; ends with a slash.
const EVERY = "halamancatatan"; // Every page has it (plugins/search/bundles.py): a search without words would load all there are.
const [form, told, none, alike, list, more, blank] = ["cari", "jumlah", "nihil", "mirip", "hasil", "lagi", "baris"]
  .map((id) => document.getElementById(id));
let turn = 0, results = [], taken = 0, shows = "", hits = [], drawn, broken, wait, names, learning, indexing, spelling;

function fill() {
  const given = new URLSearchParams(location.search);
  for (const field of form.querySelectorAll("[name]")) {
    field.value = given.get(field.name) ?? "";
    if (field.selectedIndex < 0) field.value = "";
  }
}

function keep() {
  const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim())).toString();
  if (given !== new URLSearchParams(location.search).toString()) history.pushState(null, "", given ? "?" + given : location.pathname);
}

const json = (path) => fetch(path, { cache: "no-cache" }).then((file) => file.json());

// "Wi-Fi, 2.000 titik" becomes ["wi", "fi", "2000", "titik"].
const split = (text) => text.normalize("NFKD").toLowerCase().replace(/[\p{M}'’‘`]|(?<=\d)[.,](?=\d)/gu, "")
  .match(/[\p{L}\p{N}]+/gu) ?? [];
const same = (word) => names.same[word] ?? word;
const strong = (all) => all.filter((word) => !names.filler.includes(word) && !names.stop.includes(word));

async function loadNames() {
  names = await json(`${SITE}cari/nama.json`);
  [names.counts, names.keys, names.at] = [{}, new Set(), {}];
  const places = {};
  for (const entry of names.entries) {
    const isPlace = entry.kind === "Daerah";
    const own = [entry.title, ...entry.also ?? [], ...isPlace ? [entry.context] : []];
    const spelt = [...own, ...entry.inside ?? []].map((name) => split(name).map(same));
    entry.own = own.length;
    entry.spellings = spelt.map((all) => ({ all, words: strong(all) }));
    for (const { words } of entry.spellings) names.keys.add(words.join(""));
    for (const word of new Set(spelt.flat())) names.counts[word] = (names.counts[word] ?? 0) + 1;
    if (isPlace) places[entry.place] = { title: entry.title, words: spelt.flat() };
    entry.address = SITE + entry.address.slice(1);
    names.at[entry.address] = entry;
  }
  for (const entry of names.entries) {
    const place = places[entry.place];
    entry.beside = [...split(entry.context ?? ""), ...place?.words ?? []];
    // A place's day is of all news about it; its verdict, below, speaks of its promises alone.
    const [where, what] = place?.title === entry.title ? [entry.context, "terakhir diberitakan"] : [place?.title, "kabar terakhir"];
    entry.about = [entry.kind, where, entry.day && `${what} ${entry.day}`];
  }
}

async function loadPages() {
  const engine = await import(`${SITE}pagefind/pagefind.js`);
  await engine.options({ noWorker: true, ...EXCERPT });
  await Promise.all((engine.bundles ?? []).map((name) => engine.mergeIndex(`${SITE}pagefind/${name}/`, EXCERPT)));
  return engine;
}

// How well an entry has the words asked for; 0 where one of them is neither in a name of it nor beside it.
function fit(entry, asked, need, loose) {
  return Math.max(...entry.spellings.map(({ all, words }, rank) => {
    const bonus = asked.filter((word) => all.includes(word) && !words.includes(word)).length / 10
      + (entry.kind === "Inisiatif") / 100 - rank / 1000;
    const [own, joined] = [words.join(""), need.join("")];
    if (own && own === joined) return 2 + bonus + (all.join() === asked.join());
    if (loose && near(joined, own)) return 1.5 + bonus;
    // Of what lies in a place, only the whole name counts.
    if (rank >= entry.own) return 0;
    const has = (word, at) => word === words[at] || word === words[at] + words[at + 1]
      || (word.length > 2 && words[at].startsWith(word)) || (loose && near(word, words[at]));
    const places = need.map((word) => words.findIndex((_, at) => has(word, at)));
    if (places.every((at) => at < 0) || places.some((at, number) => at < 0 && !entry.beside.includes(need[number]))) return 0;
    const [part, whole] = [new Set(places.filter((at) => at >= 0)), words.keys()].map((chosen) =>
      [...chosen].reduce((sum, at) => sum + names.counts[words[at]] ** -0.5, 0));
    return part / whole + bonus + need.join(" ").includes(words.join(" ")) / 2;
  }));
}

// The entries with a name like the words, the likest first.
function named(words, filters, loose) {
  const asked = words.map(same), need = strong(asked);
  if (!need.length || filters.dimensi || filters.tahun) return [];
  return names.entries
    .filter(({ place, kind }) => [place, ""].includes(form.daerah.value) && [kind, undefined].includes(filters.jenis))
    .map((entry) => ({ ...entry, score: fit(entry, asked, need, loose) })).filter(({ score }) => score > (loose ? 0.6 : 0.3))
    .sort((a, b) => b.score - a.score).slice(0, HITS);
}

// By how many letters two words differ: too many, too few, others, or two that changed places.
function distance(a, b) {
  let before = [], row = [...b, ""].map((_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}

// Whether one may be a misspelling of the other: by a letter, by two in a long word.
const near = (a, b) => a.length > 3 && Math.abs(a.length - b.length) < 3 && distance(a, b) < (a.length > 8 ? 3 : 2);

// Of the words in a table of counts, the one that a word is most likely meant to be: it begins with that, or is near it.
function likest(word, counts, completes) {
  const rank = ([other, count]) => completes(other) * 4e6 + (other.startsWith(word) ? 2e6 : -distance(word, other) * 1e6)
    + (other[0] === word[0]) * 1e6 + count;
  const may = ([other]) => word.length > 2 && (other.startsWith(word) || near(word, other));
  return Object.entries(counts).filter(may)
    .reduce((best, other) => (best && rank(best) >= rank(other) ? best : other), null);
}

// The word at a place of the text as the record has it: itself, what it is a misspelling of, or "" where there is none.
async function known(words, at, pages) {
  const word = words[at], completes = (other) => names.keys.has(strong(words.with(at, other).map(same)).join(""));
  if (names.counts[same(word)] || names.filler.includes(word) || names.stop.includes(word)) return word;
  const { length } = (await pages.search(`"${word}"`)).results, name = likest(word, names.counts, completes);
  if (name && (!length || (word.length > 4 && name[1] > 3 * length))) return name[0];
  if (length) return word;
  spelling ??= Object.fromEntries((await json(`${SITE}pagefind/kata.json`))
    .flatMap((text, level) => text.split(" ").map((other) => [other, level])));
  return likest(word, spelling, completes)?.[0] ?? "";
}

// The pages with every word, or else those with some, first those with the most.
async function find(text, filters, pages) {
  if (!text) return (await pages.search(EVERY, { filters, sort: { tanggal: "desc" } })).results;
  const { results } = await pages.search(text, { filters }), scores = new Map();
  if (results.length || text.includes('"')) return results;
  for (const word of text.split(" ")) {
    for (const result of (await pages.search(`"${word}"`, { filters })).results) {
      scores.set(result.id, { ...result, score: result.score + 1e3 + (scores.get(result.id)?.score ?? 0) });
    }
  }
  return [...scores.values()].sort((a, b) => b.score - a.score);
}

function row(title, url, text, ...about) {
  const item = blank.content.cloneNode(true), [meta, excerpt] = item.querySelectorAll("p"), link = item.querySelector("a");
  meta.textContent = about.filter(Boolean).join(" · ");
  link.href = url;
  link.textContent = title;
  // Pagefind has made text of the page's words; its only tag is <mark>.
  if (text) excerpt.innerHTML = text; else excerpt.remove();
  return item;
}

function nameRow({ title, address, text, about }, excerpt) {
  const item = row(title, address, excerpt || " ", ...about);
  item.querySelector("p:last-child").prepend(text ?? "", excerpt ? " … " : "");
  return item;
}

function pageRow({ url, excerpt, filters: { jenis = [], daerah = [], tahun = [] }, meta: { title, tanggal = tahun[0] } }) {
  const words = shows && excerpt.replaceAll("· ·", "·");
  return names.at[url] ? nameRow(names.at[url], words) : row(title, url, words, ...jenis, tanggal, ...daerah);
}

// Shows the next results, before the first ones the names. Returns how many of the names are pages among them.
async function add(most) {
  const mine = turn, next = results.slice(taken, taken + most);
  let twice = 0;
  // Names that were shown before the pages were there stay as they are.
  if (!taken && drawn !== hits && hits.length) list.replaceChildren(...(drawn = hits).map((entry) => nameRow(entry)));
  // Without a name, the first result does not wait for the others.
  const parts = taken || hits.length ? [next] : [next.slice(0, 1), next.slice(1)];
  for (const part of parts) {
    const start = taken, pages = await Promise.all(part.map((result) => result.data()));
    if (mine !== turn || start !== taken) return twice;
    const others = pages.filter(({ url }) => !hits.some(({ address }) => address === url));
    if (!start && !hits.length) list.replaceChildren();
    list.append(...others.map(pageRow));
    taken += pages.length;
    twice += pages.length - others.length;
  }
  more.hidden = taken >= results.length;
  return twice;
}

// The names most alike, for what nothing was found for: by how many pairs of letters they share.
function nearest(text) {
  const pairs = (word) => new Set([...word].map((letter, at) => letter + word[at + 1]));
  const asked = pairs(strong(split(text).map(same)).join(""));
  const alike = (entry) => Math.max(...entry.spellings.map(({ words }) => {
    const own = pairs(words.join(""));
    return [...asked].filter((pair) => own.has(pair)).length * 2 / (asked.size + own.size);
  }));
  return names.entries.map((entry) => ({ ...entry, score: alike(entry) })).filter(({ score }) => score > 0.3)
    .sort((a, b) => b.score - a.score).slice(0, 3);
}

// The words of a text that a search is for: all but the commonest, unless there are no others.
function sought(text) {
  const all = split(text), chosen = all.filter((word) => !names.stop.includes(word));
  return chosen.length ? chosen : all;
}

// The words as the record has them, without those that it does not have.
async function corrected(words, pages) {
  const right = [];
  for (const at of words.keys()) right.push(await known(words, at, pages));
  return right.filter(Boolean);
}

async function search(most) {
  const mine = ++turn, filters = {}, typed = form.q.value.trim(), plain = typed && !typed.includes('"');
  for (const { name, value, selectedOptions } of form.querySelectorAll("select")) if (value) filters[name] = selectedOptions[0].text;
  const any = typed || Object.keys(filters).length;
  if (any) await (learning ??= loadNames());
  const words = plain ? sought(typed) : [];
  let text = words.join(" ") || typed, rows = [], found = named(words, filters);
  const show = async (...those) => {
    if (mine !== turn) return 0;
    [hits, results, taken, shows] = [...those, 0, text];
    return add(most || STEP);
  };
  if (found[0]?.score >= 2) await show(found, []);
  if (any) {
    const pages = await (indexing ??= loadPages());
    if (plain && !(found[0]?.score >= 2)) {
      const right = await corrected(words, pages);
      text = right.join(" ");
      if (text !== words.join(" ")) found = named(right, filters);
      if (!found.length) found = [words, right].map((those) => named(those, filters, true)).find(({ length }) => length) ?? [];
    }
    if (text || !typed) rows = await find(text, filters, pages);
  }
  const twice = await show(found, rows), total = rows.length + found.length;
  if (mine !== turn) return;
  none.hidden = !any || total > 0;
  alike.replaceChildren(...typed && !total ? nearest(typed).map((entry) => nameRow(entry)) : []);
  alike.parentElement.hidden = !alike.childElementCount;
  told.textContent = !any ? "" : !total ? "Tidak ada yang cocok."
    : `${plain && text !== words.join(" ") ? `“${typed}” tidak ada; ini hasil untuk “${text || found[0].title}”: ` : ""}`
      + `${total - twice} halaman, ${typed ? "yang paling sesuai" : "yang terbaru"} lebih dulu.`;
}

async function answer(most) {
  try {
    await search(most);
  } catch {
    told.textContent = "Pencarian tidak dapat dimuat. Tombol Cari membuka daftar isi.";
    form.action = `${SITE}cari/daftar/`;
    broken = true;
  }
}

form.action = `${SITE}cari/`;
fill();
form.addEventListener("input", () => {
  clearTimeout(wait);
  wait = setTimeout(answer, 150);
});
form.addEventListener("change", keep);
form.addEventListener("submit", (event) => {
  if (broken) return;
  event.preventDefault();
  clearTimeout(wait);
  keep();
  answer();
});
more.addEventListener("click", async () => {
  const start = list.childElementCount;
  await add(STEP);
  history.replaceState(taken, "");
  list.children[start]?.querySelector("a").focus();
});
addEventListener("popstate", ({ state }) => {
  fill();
  answer(state);
});
answer(history.state);
