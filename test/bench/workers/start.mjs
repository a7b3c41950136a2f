// Imports and constructs one client, and ends.
import process from "node:process";

const { create } = await import(`../clients/${process.argv[2]}.mjs`);
create({ orgUrl: "http://127.0.0.1:1", token: "00bench" });
process.exit(0);
