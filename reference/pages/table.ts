import { html, type Html } from "../html.ts";

/** A table that scrolls by itself where the screen is narrow. @param label what it is, for screen readers */
export const scrollTable = (label: string, columns: string[], rows: Html[]): Html =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
