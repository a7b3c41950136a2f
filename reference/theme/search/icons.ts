import type { Kind } from "../../search/engine.ts";

/** Drawn in a box of 24, with lines. */
const PATHS: Record<Kind, string> = {
  Operation: "M4 12h13M13 7l5 5-5 5M4 5v14",
  Parameter: "M4 8h16M4 16h16M9 5v6M15 13v6",
  Property: "M9 6H6v12h3M15 6h3v12h-3M11 12h2",
  Schema: "M8 4c-4 0 0 8-4 8 4 0 0 8 4 8M16 4c4 0 0 8 4 8-4 0 0 8-4 8",
  Section: "M4 7h6l2 2h8v10H4z",
  Guide: "M6 4h12v16H6zM9 9h6M9 13h6",
  Task: "M5 12l5 5 9-11",
  Scope: "M12 4l7 3v5c0 4-3 7-7 8-4-1-7-4-7-8V7z",
  "Event type": "M5 6h14M5 12h14M5 18h8",
  Error: "M12 4l9 16H3zM12 10v5M12 17.5v.5",
};

export function kindIcon(kind: Kind): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "hit-icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[kind]);
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "1.8");
  path.setAttribute("stroke-linecap", "round");
  path.setAttribute("stroke-linejoin", "round");
  svg.append(path);
  return svg;
}
