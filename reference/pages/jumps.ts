import { html, type Html, type Part } from "../html.ts";

/** The parts of a page that are there, to go to each straight. */
export const jumps = (parts: [id: string, title: string, isThere: boolean][]): Html =>
  html`<nav class="jumps" aria-label="On this page">
    ${parts.filter(([, , isThere]) => isThere).map(([id, title]) => html`<a href="#${id}">${title}</a>`)}
  </nav>`;

/** The parts of a page for the place beside its text. */
export const toc = (parts: { id: string; text: Part; deeper?: boolean }[]): Html =>
  html`<h2 id="on-this-page">On this page</h2>
    <ul class="toc">
      ${parts.map(({ id, text, deeper }) => html`<li ${deeper && html`class="deeper"`}><a href="#${id}">${text}</a></li>`)}
    </ul>`;
