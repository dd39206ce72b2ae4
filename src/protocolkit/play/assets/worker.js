// The application in a thread of its own: Python, the cases that this browser keeps, one request after the other.
// Everything is read from the folder of this file; nothing else is asked for anything.
import { loadPyodide } from "./runtime/pyodide.mjs";

const CASES = "rows";
let host, python, known = -1;

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("protocolkit", 1);
  asked.onupgradeneeded = () => {
    const rows = asked.result.createObjectStore(CASES, { autoIncrement: true });
    rows.createIndex("act", ["case", "once"], { unique: true });
  };
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

// Every row, in the order in which it was kept.
async function rows() {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const asked = database.transaction(CASES).objectStore(CASES).getAll();
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

// All rows or none; false where one of them is there already, or no more can be kept.
async function keep(added) {
  const database = await opened;
  return new Promise(resolve => {
    const all = database.transaction(CASES, "readwrite", { durability: "strict" });
    all.oncomplete = () => resolve(true);
    all.onabort = all.onerror = () => resolve(false);
    for (const row of added) all.objectStore(CASES).add(row);
  });
}

async function start() {
  const about = await (await fetch("about.json")).json();
  python = await loadPyodide({ indexURL: new URL("runtime/", import.meta.url).href });
  const packages = `/lib/python${about.python}/site-packages`;
  for (const file of [`runtime/${about.msgspec}`, about.archive]) {
    const answer = await fetch(file);
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    python.unpackArchive(await answer.arrayBuffer(), "zip", { extractDir: packages });
  }
  python.globals.set("protocols", python.toPy(about.protocols));
  host = await python.runPythonAsync(`
from protocolkit.play import in_browser
in_browser.seed()
in_browser.Host(protocols)
`);
  return about;
}

// Another window may have kept more in the meantime.
async function current() {
  const every = await rows();
  if (every.length !== known) {
    host.take(JSON.stringify(every));
    known = every.length;
  }
}

async function answer(request) {
  await current();
  const text = JSON.stringify(request);
  let told = JSON.parse(await host.answer(text));
  if (!told.added.length) return told;
  if (await keep(told.added)) {
    known += told.added.length;
    return told;
  }
  // What Python has is not what is kept: asked again, it finds the act done already, or says that there is no room.
  const full = !(await another(told.added));
  known = -1;
  await current();
  told = JSON.parse(await host.answer.callKwargs(text, { full }));
  if (told.added.length && !(await keep(told.added))) throw new Error("no room");
  known = -1;
  return told;
}

// Whether another window kept the same act first: then it is asked again and finds itself done.
async function another(added) {
  const acts = new Set((await rows()).map(row => JSON.stringify([row.case, row.once])));
  return added.some(row => acts.has(JSON.stringify([row.case, row.once])));
}

async function save() {
  return JSON.stringify({ protocolkit: 1, cases: await rows() }, null, 1);
}

// Adds what is not here yet. What is here stays.
async function load(text) {
  const checked = python.pyimport("protocolkit.play.in_browser").checked(text);
  if (!checked) return "not_loaded";
  const acts = new Set((await rows()).map(row => JSON.stringify([row.case, row.once])));
  const added = JSON.parse(checked).filter(row => !acts.has(JSON.stringify([row.case, row.once])));
  if (added.length && !(await keep(added))) return "not_kept";
  known = -1;
  return "loaded";
}

const can = { start, answer, save, load };
let last = Promise.resolve();
onmessage = ({ data: { id, what, given } }) => {
  last = last.then(async () => {
    try {
      postMessage({ id, result: await can[what](given) });
    } catch (error) {
      postMessage({ id, error: String(error) });
    }
  });
};
