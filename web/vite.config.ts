import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Lets the browser fetch the module while it still reads the scripts. */
const preloadModule: Plugin = {
  name: "preload-module",
  transformIndexHtml: {
    order: "post",
    handler(_, { bundle }) {
      const module = Object.keys(bundle ?? {}).find((name) => name.endsWith(".wasm"));
      if (!module) return [];
      const attrs = { rel: "preload", as: "fetch", type: "application/wasm", href: `./${module}`, crossorigin: "" };
      return [{ tag: "link", attrs, injectTo: "head" }];
    },
  },
};

export default defineConfig({
  // any static host, any folder
  base: "./",
  resolve: { alias: { "acrlint-wasm": at("../target/wasm/pkg/web/acrlint.js") } },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  worker: { format: "es" },
  // examples and pages of rules stand beside this folder
  server: { fs: { allow: [at("..")] } },
  plugins: [preloadModule],
});
