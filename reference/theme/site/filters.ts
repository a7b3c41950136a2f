/** Fields that hide the rows of a table which do not hold all of their words. */
export function filters(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("[data-filter]")) {
    const table = document.querySelector<HTMLElement>(input.dataset["filter"]!)!;
    const rows = [...table.querySelectorAll<HTMLElement>("[data-words]")];
    let texts: string[] | undefined;
    const apply = () => {
      texts ??= rows.map((row) => (row.dataset["words"] || row.textContent).toLowerCase());
      const wanted = input.value.toLowerCase().split(/\s+/);
      const words = wanted.filter((word) => word.length > 1);
      rows.forEach((row, i) => (row.hidden = !words.every((word) => texts![i]!.includes(word))));
      for (const body of table.querySelectorAll<HTMLElement>("tbody")) {
        body.hidden = words.length > 0 && !body.querySelector("[data-words]:not([hidden])");
      }
    };
    input.addEventListener("input", apply);
    // What was typed before the reader came back.
    if (input.value) apply();
  }
}
