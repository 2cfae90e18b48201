const form = document.querySelector("#cari"), list = document.querySelector("#hasil"), told = document.querySelector("#jumlah");
const pagefind = await import("/pagefind/pagefind.js");
await pagefind.options({ noWorker: true, excerptLength: 24 });
const asked = new URLSearchParams(location.search);
for (const field of form.elements) if (field.name && asked.has(field.name)) field.value = asked.get(field.name);
let turn = 0;
async function search() {
  const mine = ++turn, given = [...new FormData(form)].filter(([, value]) => value);
  history.replaceState(null, "", given.length ? "?" + new URLSearchParams(given) : location.pathname);
  if (!given.length) { list.replaceChildren(); told.textContent = ""; return; }
  const found = await pagefind.search(given[0][1]);
  const pages = await Promise.all(found.results.slice(0, 30).map((result) => result.data()));
  if (mine !== turn) return;
  told.textContent = found.results.length
    ? `${found.results.length} halaman${found.results.length > 30 ? ", 30 yang paling sesuai di bawah ini" : ""}.`
    : "Tidak ada yang cocok. Coba kata lain.";
  list.replaceChildren(...pages.map((page) => {
    const row = document.createElement("li"), link = document.createElement("a"), words = document.createElement("p");
    row.className = "line";
    link.href = page.url;
    link.textContent = page.meta.title;
    words.innerHTML = page.excerpt;
    row.append(link, words);
    return row;
  }));
}
form.action = "/cari/";
form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
form.addEventListener("input", search);
search();
