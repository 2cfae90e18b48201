module.exports = () => Object.keys(require("./names.json"));
