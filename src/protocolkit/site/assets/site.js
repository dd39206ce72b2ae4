// Search over an index that is a script, for a page from a folder may fetch nothing. Without this file every page still reads.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.search");
  if (!form) return;
  const input = form.querySelector("input"), list = form.querySelector("ol"), count = form.querySelector(".count");
  const { assets, root, lang, none, some, more } = form.dataset;
  const SHOWN = 30;
  const ORDER = { r: 3, t: 4, p: 2, n: 1 };
  let index = null, asked = false;

  const fold = text => {
    const letters = [...text.toLowerCase().normalize("NFD")].filter(c => !/\p{M}/u.test(c));
    const plain = letters.map(c => index.plain[c] ?? c).join("").replace(/[^\p{L}\p{N}]/gu, " ");
    const words = plain.split(" ").filter(Boolean);
    const alike = word => [...word].map(c => index.alike[c] ?? c).join("");
    return words.map(word => /[\u0400-\u04ff]/.test(word) ? alike(word) : word);
  };
  const title = row => typeof row[3] === "string" ? row[3] : row[3][index.languages.indexOf(lang)];
  const score = (row, words, said) => {
    let points = ORDER[row[0]];
    for (const word of words) {
      const at = said.indexOf(word);
      points += at === 0 ? 9 : at > 0 && said[at - 1] === " " ? 6 : at > 0 ? 4 : (" " + row[4]).includes(" " + word) ? 2 : 0;
    }
    return points;
  };
  const show = () => {
    list.replaceChildren();
    count.textContent = "";
    if (!index || !input.value.trim()) return;
    const words = fold(input.value);
    if (!words.length) return;
    const found = index.rows.filter(row => words.every(word => row[4].includes(word)));
    const ranked = found.map((row, i) => [score(row, words, fold(title(row)).join(" ")), i, row]);
    ranked.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    for (const [, , row] of ranked.slice(0, SHOWN)) {
      const item = document.createElement("li"), link = document.createElement("a"), where = document.createElement("span");
      const [page, anchor] = row[1].split("#");
      link.href = `${root}/${page}${anchor ? "#" + anchor : ""}`;
      link.textContent = title(row);
      where.className = "dim";
      where.textContent = row[2];
      link.append(where);
      item.append(link);
      list.append(item);
    }
    const left = found.length - SHOWN;
    count.textContent = found.length ? some.replace("{n}", found.length) + (left > 0 ? ` — ${more.replace("{n}", left)}` : "") : none;
  };
  const load = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.src = `${assets}/search.js`;
    script.onload = () => { index = window.ruleSite; show(); };
    document.head.append(script);
  };
  const step = by => {
    const stops = [input, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + by];
    if (next) next.focus();
  };
  form.hidden = false;
  form.addEventListener("submit", event => { event.preventDefault(); list.querySelector("a")?.click(); });
  input.addEventListener("focus", load);
  input.addEventListener("input", () => { load(); show(); });
  form.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); step(event.key === "ArrowDown" ? 1 : -1); }
    if (event.key === "Escape") { input.value = ""; show(); input.focus(); }
  });
  addEventListener("keydown", event => {
    const typing = event.target.closest?.("input, textarea, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); input.focus(); }
  });
});
// What is folded on the screen is open in print.
addEventListener("beforeprint", () => document.querySelectorAll("details:not([open])").forEach(one => {
  one.open = true; one.dataset.folded = "";
}));
addEventListener("afterprint", () => document.querySelectorAll("details[data-folded]").forEach(one => {
  one.open = false; delete one.dataset.folded;
}));
