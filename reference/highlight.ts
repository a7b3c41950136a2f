import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import json from "highlight.js/lib/languages/json";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { escapeHtml } from "./html.ts";

hljs.registerLanguage("bash", bash);
hljs.registerLanguage("json", json);
hljs.registerLanguage("typescript", typescript);
hljs.registerLanguage("xml", xml);
hljs.registerLanguage("yaml", yaml);

const ALIASES: Record<string, string> = {
  ts: "typescript",
  js: "typescript",
  mjs: "typescript",
  javascript: "typescript",
  sh: "bash",
  shell: "bash",
  console: "bash",
  yml: "yaml",
};
const cache = new Map<string, string>();

/** Code as markup with classes for its parts; a language that is not known stays plain. */
export function highlight(code: string, language: string): string {
  const name = ALIASES[language] ?? language;
  if (!hljs.getLanguage(name)) return escapeHtml(code);
  const key = `${name}\n${code}`;
  const done = cache.get(key) ?? hljs.highlight(code, { language: name }).value;
  cache.set(key, done);
  return done;
}
