// Leaves in the lock only what an installation needs: no address of anyone, so that it serves with every registry.
const fs = require("node:fs"), path = require("node:path");

const file = path.join(process.cwd(), "package-lock.json");
const lock = JSON.parse(fs.readFileSync(file, "utf8"));
for (const part of Object.values(lock.packages)) {
  delete part.funding;
  delete part.resolved;
  delete part.deprecated;
}
fs.writeFileSync(file, JSON.stringify(lock, null, 2) + "\n");
