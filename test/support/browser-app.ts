/** How an app for the browser is bundled with esbuild, where its size is measured or held. */
export const BROWSER_APP = {
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  outdir: "out",
  write: false,
  metafile: true,
} as const;
