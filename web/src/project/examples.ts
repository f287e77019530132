import type { Saved } from "./saved.ts";

export interface Example {
  name: string;
  about: string;
  saved: Saved;
}

const own = import.meta.glob<string>("../../examples/*/**", { query: "?raw", import: "default", eager: true });
const shared = import.meta.glob<string>(["../../../examples/cross-registry/*", "../../../examples/mistakes/*"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The files of a folder of examples; the task files first, with one of them in front. */
function folder(name: string, active: string): Saved {
  const files = Object.entries({ ...own, ...shared }).flatMap(([path, text]): Saved["files"] => {
    const [, inside] = path.split(`/examples/${name}/`);
    return inside ? [[inside, text]] : [];
  });
  const rank = (path: string) => (path === active ? 0 : /task|\.yaml$/.test(path) ? 1 : path.endsWith(".toml") ? 3 : 2);
  files.sort(([one], [other]) => rank(one) - rank(other) || one.localeCompare(other));
  return { files, active };
}

/** What one can start from; the first is what a new visitor sees. */
export const examples: readonly Example[] = [
  {
    name: "A base image in another registry",
    about: "The walkthrough: a build needs a private registry, and nothing gives the task a credential there.",
    saved: folder("cross-registry", "helloworldtask.yaml"),
  },
  {
    name: "Common mistakes",
    about: "Steps that wait for nobody, texts where lists belong, a wrong version, an empty value, an indentation.",
    saved: folder("mistakes", "when-unknown.yaml"),
  },
  {
    name: "Templates and values",
    about: "Go templates with a file of values: see under Rendered what the runner decodes.",
    saved: folder("templates", "acr-task.yaml"),
  },
  {
    name: "Four registries and a Bicep file",
    about: "Two builds, a scanner, and a partner's registry; the Bicep file covers one of them.",
    saved: folder("registries", "acr-task.yaml"),
  },
  {
    name: "An identity without a credential",
    about: "A script makes the task; it assigns an identity and forgets the credential.",
    saved: folder("identity", "acr-task.yaml"),
  },
  {
    name: "Twenty steps, side by side",
    about: "Five services are built, tested and pushed in parallel: see the plan.",
    saved: folder("parallel", "acr-task.yaml"),
  },
  {
    name: "An empty task",
    about: "A task file and a Dockerfile to begin with.",
    saved: {
      files: [
        [
          "acr-task.yaml",
          'version: v1.1.0\nsteps:\n  - build: -t $Registry/app:$ID -f Dockerfile .\n  - push: ["$Registry/app:$ID"]\n',
        ],
        ["Dockerfile", "FROM mcr.microsoft.com/azurelinux/base/core:3.0\n"],
      ],
      active: "acr-task.yaml",
    },
  },
];
