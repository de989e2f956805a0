// A site generator in a few lines: Markdown in, one page and its style sheet out.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

import { marked } from "marked";

const body = marked.parse(readFileSync("src/index.md", "utf8"));
const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="UTF-8" />
    <title>Slipway with yarn berry</title>
    <link rel="stylesheet" href="/style.css" />
  </head>
  <body>
    ${body}
  </body>
</html>
`;
mkdirSync("dist", { recursive: true });
writeFileSync("dist/index.html", page);
copyFileSync("src/style.css", "dist/style.css");
console.log(`dist/index.html ${Buffer.byteLength(page)} bytes`);
