// Wakes the islands of a server-rendered page: loads the WASM module and hands every
// <leptos-island> to the function that its data-component names, parents before children.
const here = new URL(import.meta.url);
const pkg = (file) => new URL(`pkg/${file}${here.search}`, here);

async function wake(node, module) {
  if (node.localName === "leptos-island") {
    const island = module[node.dataset.component];
    if (island) await island(node);
  }
  for (const child of [...node.children]) await wake(child, module);
}

if (document.querySelector("leptos-island")) {
  const module = await import(pkg("heydoctor.js"));
  await module.default({ module_or_path: pkg("heydoctor.wasm") });
  module.hydrate();
  await wake(document.body, module);
  document.documentElement.dataset.alive = "";
}
