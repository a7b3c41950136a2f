import { html, type Html } from "../html.ts";

/** The parts of a page that are there, to go to each straight. */
export const jumps = (parts: [id: string, title: string, isThere: boolean][]): Html =>
  html`<nav class="jumps" aria-label="On this page">
    ${parts.filter(([, , isThere]) => isThere).map(([id, title]) => html`<a href="#${id}">${title}</a>`)}
  </nav>`;
