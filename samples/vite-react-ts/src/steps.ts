/** One stop of a build's way, as the page shows it. */
export interface Step {
  readonly name: string;
  readonly percent: number;
  readonly what: string;
}

/** The steps of the `website` template, in the order in which they run. */
export const steps: readonly Step[] = [
  { name: "extract", percent: 0, what: "The source is unpacked into a folder of its own." },
  { name: "install", percent: 10, what: "npm, pnpm or yarn installs what the lockfile says." },
  { name: "type-check", percent: 30, what: "TypeScript looks before anything is bundled." },
  { name: "build", percent: 60, what: "Your own build script runs, as on your machine." },
  { name: "publish", percent: 80, what: "The output is stored and gets a URL of its own." },
];
