// The picker of the home page: places by name, nickname or kecamatan, as they are typed. Without it the form leads to
// the list of everything, and the folded list beside it names every place.
const MOST = 6;
const form = document.getElementById("pilih-daerah");
const [field, list, told] = ["input", "ul", "[role=status]"].map((part) => form.querySelector(part));
let places;

const words = (text) => text.normalize("NFKD").toLowerCase().replace(/[\p{M}'’‘`]/gu, "").match(/[\p{L}\p{N}]+/gu) ?? [];

async function load() {
  const { entries } = await fetch(form.dataset.names).then((file) => file.json());
  return entries.filter(({ kind }) => kind === "Daerah")
    .map(({ title, place, also = [], inside = [] }) => ({ title, place, names: [title, ...also, ...inside].map((name) => ({ name, words: words(name) })) }));
}

// The name of a place that has all words asked for, at the beginning of words of its own; the title before other names.
function named({ names }, asked) {
  return names.find((one) => asked.every((word) => one.words.some((own) => own.startsWith(word))));
}

function row({ title, place }, { name }) {
  const item = document.createElement("li"), link = document.createElement("a");
  link.href = `${form.dataset.places}${place}/`;
  link.textContent = title;
  item.append(link);
  if (name !== title) {
    const also = document.createElement("span");
    also.className = "meta";
    also.textContent = ` ${name}`;
    item.append(also);
  }
  return item;
}

async function suggest() {
  const asked = words(field.value);
  const known = await (places ??= load());
  const found = asked.length ? known.map((place) => [place, named(place, asked)]).filter(([, name]) => name) : [];
  // What begins with the words stands before what has them further on.
  found.sort(([one, a], [other, b]) => (a.name !== one.title) - (b.name !== other.title));
  list.replaceChildren(...found.slice(0, MOST).map((pair) => row(...pair)));
  told.textContent = asked.length && !found.length ? told.dataset.none : "";
}

form.action = form.dataset.search;
field.addEventListener("focus", () => (places ??= load()), { once: true });
field.addEventListener("input", suggest);
form.addEventListener("submit", (event) => {
  const first = list.querySelector("a");
  if (!first) return;
  event.preventDefault();
  location.href = first.href;
});
if (field.value) suggest();
