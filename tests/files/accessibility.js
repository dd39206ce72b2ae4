// What only a browser can tell of a page: contrast of every word, width, order of headings. Findings go into <pre id=findings>.
(() => {
  const found = [];
  const rgba = text => {
    const parts = (text.match(/[\d.]+(e-\d+)?/g) || []).map(Number);
    return parts.length < 3 ? [0, 0, 0, 0] : [parts[0], parts[1], parts[2], parts.length > 3 ? parts[3] : 1];
  };
  const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = color => {
    const [r, g, b] = color.slice(0, 3).map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  // Every colour that can stand behind an element: hatching adds one.
  const grounds = element => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      layers.push([rgba(style.backgroundColor), (style.backgroundImage.match(/rgba?\([^)]*\)/g) || []).map(rgba)]);
    }
    const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
    let behind = [canvas];
    for (const [plain, drawn] of layers.reverse()) {
      behind = behind.map(color => over(plain, color));
      behind = behind.concat(drawn.flatMap(line => behind.map(color => over(line, color))));
    }
    return behind;
  };
  document.querySelectorAll("details").forEach(one => { one.open = true; });

  let words = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const owner = node.parentElement;
    if (!node.data.trim() || owner.closest("script, style, symbol, .hidden, .skip, #findings")) continue;
    if (!owner.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(owner);
    const ink = rgba(owner instanceof SVGElement ? style.fill : style.color);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const worst = Math.min(...grounds(owner).map(ground => contrast(over(ink, ground), ground)));
    words += 1;
    if (worst < (large ? 3 : 4.5)) found.push(`contrast ${worst.toFixed(2)}: ${node.data.trim().slice(0, 40)}`);
    if (size < 9) found.push(`${size} px: ${node.data.trim().slice(0, 40)}`);
  }
  // A mark carries meaning: three to one against what is behind it.
  for (const mark of document.querySelectorAll("svg.mark")) {
    const worst = Math.min(...grounds(mark).map(ground => contrast(rgba(getComputedStyle(mark).color), ground)));
    if (worst < 3) found.push(`mark ${worst.toFixed(2)}: ${mark.getAttribute("class")}`);
  }
  for (const one of document.querySelectorAll("a[href], summary")) {
    // What is not shown yet, as the fields under a box that nobody ticked, is not there to be hit.
    if (one.closest(".skip") || !one.checkVisibility()) continue;
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height) found.push(`nothing to hit: ${one.textContent.trim().slice(0, 40)}`);
    if (!one.textContent.trim()) found.push(`a link without words: ${one.getAttribute("href")}`);
  }
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) {
    found.push(`wider than the window: ${root.scrollWidth} over ${innerWidth}`);
    for (const one of document.body.querySelectorAll("*")) {
      if (one.getBoundingClientRect().right > innerWidth + 1 && !one.closest("svg")) found.push(`sticks out: ${one.outerHTML.slice(0, 80)}`);
    }
  }
  const report = document.createElement("pre");
  report.id = "findings";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  report.textContent = JSON.stringify({ words, dark, width: innerWidth, found: found.slice(0, 500) });
  const done = () => document.body.append(report);
  if (typeof axe === "undefined") { done(); return; }
  document.title = document.title || "page";
  axe.run(document).then(result => {
    const said = result.violations.map(one => `axe ${one.id}: ${one.nodes.map(node => node.target.join(" ")).slice(0, 3).join("; ")}`);
    report.textContent = JSON.stringify({ words, dark, width: innerWidth, found: found.concat(said), axe: result.passes.length });
    done();
  });
})();
