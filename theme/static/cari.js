const STEP = 20, EXCERPT = { excerptLength: 24 };
const SITE = new URL("..", import.meta.url).pathname; // Wherever the site lies on its host; ends with a slash.
// Words that stand on nearly every page: Pagefind keeps them, and asking for them too loses pages that lack them.
const STOP = new Set(("ada adalah akan antara atau bagi bahwa dalam dan dari dengan di hingga ini itu jika juga karena ke "
  + "lalu maka oleh pada para sampai sebagai secara serta telah tentang tetapi untuk yaitu yang").split(" "));
const [form, told, none, list, more, blank] = ["cari", "jumlah", "nihil", "hasil", "lagi", "baris"].map((id) => document.getElementById(id));
let turn = 0, results = [], asked = "";

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

function strip(text) {
  return text.includes('"') ? text : text.split(/\s+/).filter((word) => !STOP.has(word.toLowerCase())).join(" ") || text;
}

function row(page) {
  const item = blank.content.cloneNode(true), [about, excerpt] = item.querySelectorAll("p"), link = item.querySelector("a");
  const { jenis = [], daerah = [], tahun = [] } = page.filters, { title, tanggal = tahun[0] } = page.meta;
  about.textContent = [...jenis, tanggal, ...daerah.filter((name) => name !== title)].filter(Boolean).join(" · ");
  link.href = page.url;
  link.textContent = title;
  // Pagefind has made text of the page's words; its only tag is <mark>.
  if (asked) excerpt.innerHTML = page.excerpt.replaceAll("· ·", "·"); else excerpt.remove();
  return item;
}

async function add(start, end) {
  const mine = turn, pages = await Promise.all(results.slice(start, end).map((result) => result.data()));
  if (mine !== turn || (start && start !== list.childElementCount)) return;
  if (!start) list.replaceChildren();
  list.append(...pages.map(row));
  more.hidden = list.childElementCount >= results.length;
}

async function search(count) {
  const mine = ++turn, filters = {};
  for (const { name, value, selectedOptions } of form.querySelectorAll("select")) if (value) filters[name] = selectedOptions[0].text;
  const text = strip(form.q.value.trim()), any = text || Object.keys(filters).length;
  if (any) await (merged ??= Promise.all(older.map((name) => pagefind.mergeIndex(`${SITE}pagefind/${name}/`, EXCERPT))));
  const found = any ? await pagefind.search(text || null, { filters, sort: text ? {} : { tanggal: "desc" } }) : { results: [] };
  if (mine !== turn) return;
  asked = text;
  results = found.results;
  await add(0, count || STEP);
  if (mine !== turn) return;
  none.hidden = !any || results.length > 0;
  told.textContent = !any ? "" : !results.length ? "Tidak ada yang cocok." : `${results.length} halaman, ${text ? "yang paling sesuai" : "yang terbaru"} lebih dulu.`;
}

form.action = `${SITE}cari/`;
fill();
let pagefind, older, wait, merged;
try {
  [pagefind, older] = await Promise.all([import(`${SITE}pagefind/pagefind.js`),
    fetch(`${SITE}pagefind/bundles.json`, { cache: "no-cache" }).then((list) => list.json())]);
  await pagefind.options({ noWorker: true, ...EXCERPT });
  form.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(search, 150);
  });
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
    search();
  });
  more.addEventListener("click", async () => {
    const start = list.childElementCount;
    await add(start, start + STEP);
    history.replaceState(list.childElementCount, "");
    list.children[start]?.querySelector("a").focus();
  });
  addEventListener("popstate", ({ state }) => {
    fill();
    search(state);
  });
  await search(history.state);
} catch {
  told.textContent = "Pencarian tidak dapat dimuat. Tombol Cari membuka daftar isi.";
  form.action = `${SITE}cari/daftar/`;
}
