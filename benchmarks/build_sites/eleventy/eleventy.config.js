// The equal site, as Eleventy's own documentation would have one make it.
const WIB = 7 * 3600 * 1000;
const iso = (date) => new Date(date.getTime() + WIB).toISOString().slice(0, 19) + "+07:00";

module.exports = function (eleventy) {
  eleventy.addFilter("iso", iso);
  eleventy.addFilter("clock", (date) => iso(date).slice(0, 16).replace("T", " "));
  eleventy.addFilter("day", (text) => text.slice(0, 10));
  eleventy.addFilter("rfc822", (date) => date.toUTCString().replace("GMT", "+0000"));
  eleventy.addFilter("newest", (entries) => entries.slice(0, 50));
  eleventy.addFilter("years", (entries) => {
    const years = new Map();
    for (const entry of entries) {
      const year = iso(entry.date).slice(0, 4);
      if (!years.has(year)) years.set(year, []);
      years.get(year).push(entry);
    }
    return [...years].map(([year, entries]) => ({ year, entries }));
  });
  const news = (api) => api.getFilteredByGlob("content/news/**/*.md").sort((a, b) => b.date - a.date);
  eleventy.addCollection("news", news);
  eleventy.addCollection("places", (api) => {
    const places = {};
    for (const entry of news(api)) for (const slug of entry.data.daerah) (places[slug] ??= []).push(entry);
    return places;
  });
  return {
    // No template language in the news: faster, and right for text from outside.
    markdownTemplateEngine: false,
    dir: { input: "content", output: "output", includes: "../_includes", data: "../_data" },
  };
};
