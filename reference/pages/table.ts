import { html, type Html } from "../html.ts";

/**
 * A table, each row of which is a block of its own where the screen is narrow; a cell may then say with `data-label` what
 * it is.
 *
 * @param label what it is, for screen readers
 * @param id where a field that filters it finds it
 */
export const scrollTable = (label: string, columns: string[], rows: Html[], id?: string): Html =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="${label}">
    <table class="stacked" ${id && html`id="${id}"`}>
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

/** A field that hides the rows of a table which do not hold all of its words. */
export const filterField = (table: string, example: string): Html =>
  html`<p class="filter">
    <label>Filter <input type="search" data-filter="#${table}" placeholder="${example}" /></label>
  </p>`;
