module.exports = {
  layout: "item.njk",
  permalink: (data) => `berita/${data.page.inputPath.split("/news/")[1].slice(0, 8)}${data.slug}/`,
};
