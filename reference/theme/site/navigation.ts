/** The navigation shows where the reader is, also when it opens as a menu; the page itself stays at its top. */
export function navigation(): void {
  const nav = document.querySelector<HTMLElement>(".nav")!;
  const here = [...nav.querySelectorAll<HTMLElement>("[aria-current]")].at(-1);
  const show = () => {
    if (here) nav.scrollTop = here.offsetTop - nav.clientHeight / 2;
  };
  show();
  nav.addEventListener("toggle", show);
}
