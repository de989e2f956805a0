/** @type {import("next").NextConfig} */
export default {
  output: "export",
  // One worker is enough for two pages, and leaves the machine to other builds.
  experimental: { cpus: 1 },
};
