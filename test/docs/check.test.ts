import { expect, test } from "vitest";
import { faultsOf } from "../../reference/check.ts";

const page = (body: string) => `<!doctype html><html lang="en"><body>${body}</body></html>`;
const faults = (files: Record<string, string>) => faultsOf(new Map(Object.entries(files)));

test("a site whose links all lead somewhere is sound", () => {
  const files = {
    "index.html": page(
      `<h1 id="top">Start</h1><a href="a/b.html#x%20y">B</a><a href="#top">up</a><a href="https://example.com">out</a>`,
    ),
    "a/b.html": page(
      `<p id="x y">B</p><a href="../index.html">start</a><link rel="icon" href="data:,"><img src="../p.svg">`,
    ),
    "p.svg": "<svg/>",
    "style.css": "a { background: url('p.svg') }",
  };
  expect(faults(files)).toEqual([]);
});

test.each([
  ["a link to a page that is not there", `<a href="b.html">b</a>`, "b.html leads to no page"],
  ["an anchor that is not there", `<a href="#b">b</a>`, "#b names an anchor that is not there"],
  ["an absolute path", `<a href="/index.html">b</a>`, "starts at the root"],
  [
    "a script from elsewhere",
    `<script src="https://cdn.example/x.js"></script>`,
    "loads https://cdn.example/x.js from elsewhere",
  ],
  [
    "a script without a scheme",
    `<script src="//cdn.example/x.js"></script>`,
    "loads //cdn.example/x.js from elsewhere",
  ],
  ["a font in a style", `<p style="background: url(https://cdn.example/x.png)"></p>`, "from elsewhere"],
  ["a style sheet that is not there", `<link rel="stylesheet" href="no.css">`, "no.css leads to no page"],
  ["an id used twice", `<p id="b"></p><p id="b"></p>`, `the id "b" stands there twice`],
])("%s is a fault", (_what, body, fault) => {
  expect(faults({ "index.html": page(body) }).join("\n")).toContain(fault);
});

test("a style sheet that imports from elsewhere is a fault", () => {
  expect(faults({ "a.css": `@import "https://fonts.example/x.css";` })).toEqual([
    "a.css: loads https://fonts.example/x.css from elsewhere",
  ]);
});
