import { defineConfig } from "vitest/config";

const oneBrowser = { fileParallelism: false, testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["tests/unit/*.test.ts"], environment: "node" } },
      // one browser, one test after the other; what they print is part of the result
      { test: { name: "page", include: ["tests/page/*.test.ts"], ...oneBrowser } },
      { test: { name: "pictures", include: ["tests/pictures/*.test.ts"], ...oneBrowser } },
    ],
    disableConsoleIntercept: true,
  },
});
