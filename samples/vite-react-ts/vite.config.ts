import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // Small images stay files of their own, so that a preview has assets to serve.
  build: { assetsInlineLimit: 0 },
});
