// /banding/?d=kota-bekasi&d=kota-bogor: ticks the places that the address names; what is ticked is shown by the style sheet.
const chosen = new URLSearchParams(location.search).getAll("d")
  .map((slug) => document.querySelector(`.choice [value="${CSS.escape(slug)}"]`)).filter(Boolean);
for (const box of chosen) box.checked = true;
if (chosen.length) document.title = `${chosen.map((box) => box.parentElement.innerText.trim()).join(", ")} · ${document.title}`;
