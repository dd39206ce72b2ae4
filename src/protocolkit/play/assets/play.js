// Shows the pages of the application that runs in worker.js: links and forms go there instead of to a server.
// The address of a page stands behind the `#`, so that any server of files will do.
const worker = new Worker("worker.js", { type: "module" });
const waiting = new Map();
let number = 0;
worker.onmessage = ({ data: { id, result, error } }) => {
  const { resolve, reject } = waiting.get(id);
  waiting.delete(id);
  error === undefined ? resolve(result) : reject(new Error(error));
};
worker.onerror = event => failed(event.message || "worker.js");
const ask = (what, given) => new Promise((resolve, reject) => {
  waiting.set(++number, { resolve, reject });
  worker.postMessage({ id: number, what, given });
});

const COOKIES = "protocolkit-cookies";
const cookies = JSON.parse(localStorage.getItem(COOKIES) ?? "{}");
const HERE = "http://localhost";
let about, busy = false;
const path = () => location.hash.startsWith("#/") ? location.hash.slice(1) : "/";

async function request(method, to, body = "") {
  const headers = {
    "accept-language": navigator.languages.join(","),
    cookie: Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join("; "),
  };
  if (method === "POST") headers["content-type"] = "application/x-www-form-urlencoded";
  const told = await ask("answer", { method, path: to, headers, body });
  for (const [name, value] of told.headers) {
    if (name !== "set-cookie") continue;
    const [, key, kept] = /^([^=]+)=([^;]*)/.exec(value);
    cookies[key] = kept;
  }
  localStorage.setItem(COOKIES, JSON.stringify(cookies));
  return told;
}

async function go(method, to, body, { keep = true } = {}) {
  if (busy) return; // a button that is pressed twice is pressed once
  busy = true;
  document.body.setAttribute("aria-busy", "true");
  try {
    let told = await request(method, to, body);
    for (let hops = 0; told.status >= 300 && told.status < 400 && hops < 5; hops++) {
      to = inside(new Map(told.headers).get("location"), to);
      told = await request("GET", to);
    }
    const headers = new Map(told.headers);
    if (!(headers.get("content-type") ?? "").startsWith("text/html")) return download(told.body, headers);
    if (keep && method === "GET" || to !== path()) {
      if (`#${to}` !== location.hash) history.pushState(null, "", `#${to}`);
    }
    show(told.body);
  } catch (error) {
    failed(error.message);
  } finally {
    busy = false;
    document.body.removeAttribute("aria-busy");
  }
}

// An address within the application, from where it stands; null for any other.
function inside(href, from = path()) {
  const url = new URL(href, HERE + from);
  return url.origin === HERE ? url.pathname + url.search : null;
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  dress(page);
  const body = document.adoptNode(page.body);
  body.append(around(page.documentElement.lang));
  document.body.replaceWith(body);
  scrollTo(0, 0);
  const main = document.getElementById("main");
  if (main) {
    main.tabIndex = -1;
    main.focus({ preventScroll: true });
  }
}

// Some pages have a style sheet of their own beside that of all pages: it comes and goes with them.
function dress(page) {
  document.querySelectorAll("link[data-of-page]").forEach(one => one.remove());
  for (const one of page.querySelectorAll('link[rel="stylesheet"]')) {
    const name = one.getAttribute("href").split("?")[0].split("/").pop();
    if (name === "style.css") continue;
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = name;
    link.dataset.ofPage = "yes";
    document.head.append(link);
  }
}

// What stands under every page: where cases are kept, and the way in and out of a file.
function around(language) {
  const words = about.words[language] ?? about.words.en;
  const foot = document.createElement("footer");
  foot.className = "play screen";
  const text = document.createElement("p");
  text.textContent = words.kept;
  text.setAttribute("role", "status");
  const save = document.createElement("button");
  save.type = "button";
  save.textContent = words.save;
  save.onclick = async () => offer(await ask("save"), "protocolkit-cases.json", "application/json");
  const label = document.createElement("label");
  const file = document.createElement("input");
  file.type = "file";
  file.accept = ".json,application/json";
  file.onchange = async () => {
    const said = await ask("load", await file.files[0].text());
    file.value = "";
    if (said === "loaded") await go("GET", "/");
    document.querySelector(".play p").textContent = (about.words[document.documentElement.lang] ?? words)[said];
  };
  label.append(words.load, file);
  foot.append(text, save, label);
  return foot;
}

function download(text, headers) {
  const name = /filename="?([^";]+)/.exec(headers.get("content-disposition") ?? "")?.[1] ?? "case.txt";
  const type = headers.get("content-type") ?? "text/plain";
  // Of what is no text each character is a byte.
  const isText = /^(text\/|application\/(json|yaml))/.test(type);
  offer(isText ? text : Uint8Array.from(text, char => char.charCodeAt(0)), name, type);
}

function offer(text, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.dataset.file = "yes";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function failed(why) {
  const told = document.createElement("pre");
  told.setAttribute("role", "alert");
  told.textContent = why;
  (document.getElementById("main") ?? document.body).append(told);
}

addEventListener("click", event => {
  const link = event.target.closest?.("a[href]");
  if (!link || link.dataset.file || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const href = link.getAttribute("href");
  event.preventDefault(); // no link of a page leads out of this folder by itself
  if (href.startsWith("#")) {
    const there = document.getElementById(decodeURIComponent(href.slice(1)));
    there?.closest("details")?.setAttribute("open", "");
    there?.scrollIntoView();
    there?.focus();
    return;
  }
  const to = inside(href);
  if (to !== null) go("GET", to);
  else open(link.href, "_blank", "noopener,noreferrer");
});

addEventListener("submit", async event => {
  event.preventDefault();
  const { target: form, submitter } = event;
  // A file is sent as the text in it.
  const sent = [...new FormData(form, submitter)].map(async ([name, value]) => [name, value instanceof File ? await value.text() : value]);
  const fields = new URLSearchParams(await Promise.all(sent)).toString();
  const to = inside(submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? path());
  if (to === null) return;
  if (form.method === "post") go("POST", to, fields);
  else go("GET", `${to.split("?")[0]}?${fields}`);
});

addEventListener("popstate", () => go("GET", path(), "", { keep: false }));

about = await ask("start").catch(error => failed(error.message));
if (about) await go("GET", path(), "", { keep: false });
