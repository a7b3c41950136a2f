/** Lines from which on a sample beside the text is folded. */
const LONG = 34;

async function copy(block: HTMLElement, button: HTMLButtonElement): Promise<void> {
  const pre = block.querySelector("pre")!;
  try {
    await navigator.clipboard.writeText(pre.textContent!);
    button.textContent = "Copied";
  } catch {
    getSelection()?.selectAllChildren(pre);
    button.textContent = "Selected";
  }
  setTimeout(() => (button.textContent = "Copy"), 1500);
}

function addCopy(block: HTMLElement): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", () => void copy(block, button));
  block.append(button);
}

function fold(block: HTMLElement): void {
  const lines = block.querySelector("pre")!.textContent!.split("\n").length;
  if (lines <= LONG) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "unfold";
  button.textContent = `Show all ${lines} lines`;
  button.addEventListener("click", () => {
    block.classList.remove("folded");
    button.remove();
  });
  block.classList.add("folded");
  block.append(button);
}

/** Buttons to copy code, and to unfold what is long beside the text. */
export function codeBlocks(within: ParentNode = document): void {
  for (const block of within.querySelectorAll<HTMLElement>(".code")) {
    if (block.querySelector(":scope > .copy")) continue;
    addCopy(block);
    if (block.closest(".side-part")) fold(block);
  }
}
