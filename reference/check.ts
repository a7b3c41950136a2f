import { posix } from "node:path";
import { Parser } from "htmlparser2";

interface Found {
  ids: Set<string>;
  twice: string[];
  links: string[];
  resources: string[];
}

const RESOURCES: Record<string, string[]> = {
  script: ["src"],
  img: ["src", "srcset"],
  link: ["href"],
  iframe: ["src"],
  source: ["src", "srcset"],
  video: ["src", "poster"],
  audio: ["src"],
  object: ["data"],
  embed: ["src"],
  form: ["action"],
  use: ["href"],
};
const isExternal = (address: string) => /^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(address);
const hasScheme = (address: string) => /^[a-z][a-z0-9+.-]*:/i.test(address);

function read(text: string): Found {
  const found: Found = { ids: new Set(), twice: [], links: [], resources: [] };
  const parser = new Parser({
    onopentag(name, attributes) {
      const { id } = attributes;
      if (id !== undefined) {
        if (found.ids.has(id)) found.twice.push(id);
        found.ids.add(id);
      }
      if (name === "a" && attributes["href"] !== undefined) found.links.push(attributes["href"]);
      // Canonical addresses are for search engines; nothing is loaded from there.
      const canonical = name === "link" && attributes["rel"] === "canonical";
      for (const attribute of canonical ? [] : (RESOURCES[name] ?? [])) {
        if (attributes[attribute]) found.resources.push(attributes[attribute]);
      }
      if (attributes["style"]) found.resources.push(...urlsInCss(attributes["style"]));
    },
  });
  parser.write(text);
  parser.end();
  return found;
}

const urlsInCss = (css: string): string[] => [
  ...[...css.matchAll(/url\(\s*["']?([^"')]+)/g)].map((match) => match[1]!),
  ...[...css.matchAll(/@import\s+["']([^"']+)/g)].map((match) => match[1]!),
];

/**
 * What is wrong with a built site: links to pages or anchors that are not there, ids used twice, and anything that a
 * browser would load from elsewhere. One line a fault; empty when the site is sound.
 *
 * @param files contents by place below the root of the site, such as `operations/getUser.html`
 * @param baseUrl where the site is published, with a slash at its end: addresses below it are its own
 */
export function faultsOf(files: Map<string, string>, baseUrl?: string): string[] {
  const pages = new Map<string, Found>();
  for (const [file, text] of files) {
    if (file.endsWith(".html")) pages.set(file, read(text));
    if (file.endsWith(".css")) pages.set(file, { ids: new Set(), twice: [], links: [], resources: urlsInCss(text) });
  }
  const faults: string[] = [];
  const isOwn = (address: string) => baseUrl !== undefined && address.startsWith(baseUrl);
  const fileOf = (from: string, place: string) => {
    if (isOwn(place)) return decodeURI(place.slice(baseUrl!.length));
    return place === "" ? from : posix.normalize(posix.join(posix.dirname(from), decodeURI(place)));
  };
  const lookUp = (from: string, address: string) => {
    const [path = "", anchor] = address.split("#");
    const [place = ""] = path.split("?");
    const file = fileOf(from, place);
    if (address.startsWith("/"))
      faults.push(`${from}: ${address} starts at the root; the site must work from any folder`);
    else if (!files.has(file)) faults.push(`${from}: ${address} leads to no page`);
    else if (anchor && pages.has(file) && !pages.get(file)!.ids.has(decodeURIComponent(anchor))) {
      faults.push(`${from}: ${address} names an anchor that is not there`);
    }
  };
  for (const [from, { links, resources, twice }] of pages) {
    for (const id of twice) faults.push(`${from}: the id "${id}" stands there twice`);
    for (const link of links) if (isOwn(link) || (!hasScheme(link) && !isExternal(link))) lookUp(from, link);
    for (const resource of resources) {
      if (resource.startsWith("data:")) continue;
      if (isExternal(resource) && !isOwn(resource)) faults.push(`${from}: loads ${resource} from elsewhere`);
      else lookUp(from, resource);
    }
  }
  return faults;
}
