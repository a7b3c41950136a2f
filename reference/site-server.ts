import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};
/** Where pages listen for a new build. */
const EVENTS = "/_docs/events";
const RELOAD = `<script>new EventSource("${EVENTS}").onmessage = () => location.reload();</script>`;

export interface SiteServer {
  handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Makes open pages load anew. */
  reload: () => void;
}

/**
 * Serves a built site for reading it while it is written: nothing is cached, pages reload, and their consoles know the
 * mock server.
 */
export function siteHandler(dir: string, mockUrl: string): SiteServer {
  const listeners = new Set<ServerResponse>();
  const handler = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pathname = (request.url ?? "/").split("?", 1)[0]!;
    if (pathname === EVENTS) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" }).write(": open\n\n");
      listeners.add(response);
      response.on("close", () => listeners.delete(response));
      return;
    }
    const file = fileOf(dir, pathname);
    const content = file && (await readFile(file, "utf8").catch(() => undefined));
    if (content === undefined || file === undefined) {
      response.writeHead(404, { "content-type": TYPES[".html"] });
      response.end(`<!doctype html><title>No such page</title><p>No such page, or it is not built yet.</p>${RELOAD}`);
      return;
    }
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "cache-control": "no-store" });
    response.end(
      extname(file) === ".html"
        ? content.replace("<html ", `<html data-mock="${mockUrl}" `).replace("</body>", `${RELOAD}</body>`)
        : content,
    );
  };
  return { handler, reload: () => listeners.forEach((listener) => listener.write("data: new\n\n")) };
}

/** The file of a path; `undefined` for one that leads out of the folder or is malformed. */
function fileOf(dir: string, pathname: string): string | undefined {
  try {
    const file = normalize(join(dir, decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname)));
    return file.startsWith(dir + sep) ? file : undefined;
  } catch {
    return undefined;
  }
}
