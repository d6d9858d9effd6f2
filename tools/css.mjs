// Bundles style/main.css with its imports into one minified file: node tools/css.mjs IN OUT
import { writeFileSync } from "node:fs";
import { bundle } from "lightningcss";

const [input, output] = process.argv.slice(2);
// What Korean phones run; older browsers still get the page, only plainer.
const targets = { chrome: 105 << 16, safari: (15 << 16) | (4 << 8), ios_saf: (15 << 16) | (4 << 8), firefox: 110 << 16, samsung: 20 << 16 };
writeFileSync(output, bundle({ filename: input, minify: true, targets }).code);
