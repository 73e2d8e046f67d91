// The review screen by keyboard and mouse: lines are selected by their check boxes, a key assigns them, the server
// answers with the parts of all lines and with the record. Without scripts the same forms are sent.
(() => {
  "use strict";

  const root = document.getElementById("review");
  const form = document.getElementById("assign");
  const counter = document.getElementById("selected");
  if (!root || !form || !counter) return; // who may only look
  const said = document.getElementById("said");
  const keys = document.getElementById("keys");
  const rows = [...document.querySelectorAll("#lines .line")];
  const byNumber = new Map(rows.map((row) => [row.dataset.number, row]));
  const boxes = rows.map((row) => row.querySelector("input"));
  const parts = new Map([...form.querySelectorAll(".part-button")].map((button) => [button.value, button]));
  const byKey = new Map([...parts.values()].map((button) => [button.dataset.key, button]));
  const names = JSON.parse(document.getElementById("part-names").textContent); // part: [label, family]
  let now = 0;
  let anchor = null; // where a selection began
  let busy = false;
  const LOGGED_OUT = "logged out";
  const later = []; // what was asked for while an answer is under way, in its order

  // Where one is

  function go(place, { focus = true } = {}) {
    if (!rows.length) return;
    rows[now].classList.remove("now");
    boxes[now].tabIndex = -1;
    now = Math.max(0, Math.min(rows.length - 1, place));
    rows[now].classList.add("now");
    boxes[now].tabIndex = 0;
    if (focus) {
      boxes[now].focus({ preventScroll: true });
      rows[now].scrollIntoView({ block: "nearest" });
    }
  }

  // What is selected

  const chosen = () => rows.filter((row, index) => boxes[index].checked);

  function count() {
    const number = chosen().length;
    counter.textContent = number ? counter.dataset.some.replace("{n}", number) : counter.dataset.none;
    counter.classList.toggle("some", number > 0);
  }

  function selectBetween(from, to, clear) {
    if (clear) for (const box of boxes) box.checked = false;
    for (let place = Math.min(from, to); place <= Math.max(from, to); place++) boxes[place].checked = true;
    count();
  }

  function release() {
    for (const box of boxes) box.checked = false;
    anchor = null;
    count();
  }

  function move(step, extend) {
    if (extend) {
      if (anchor === null) anchor = now;
      go(now + step);
      selectBetween(anchor, now, true);
    } else {
      anchor = null;
      go(now + step);
    }
  }

  function selectStretch() {
    let first = now;
    let last = now;
    while (first > 0 && !rows[first].classList.contains("first")) first--;
    while (last + 1 < rows.length && !rows[last + 1].classList.contains("first")) last++;
    selectBetween(first, last, true);
  }

  function nextDoubt() {
    for (let step = 1; step <= rows.length; step++) {
      const place = (now + step) % rows.length;
      if (rows[place].classList.contains("unsure")) return go(place);
    }
  }

  // What is decided

  function tell(text, failed) {
    said.textContent = text;
    said.classList.toggle("failed", failed);
  }

  function paint(lines) {
    let before = "";
    for (const [number, part, assigned, unsure] of lines) {
      const row = byNumber.get(String(number));
      if (!row) continue;
      if (row.dataset.part !== part) {
        row.dataset.part = part;
        const [label, family] = names[part];
        row.dataset.family = family;
        row.querySelector(".part").textContent = label;
      }
      row.classList.toggle("first", part !== before);
      row.classList.toggle("assigned", assigned);
      row.classList.toggle("unsure", unsure);
      before = part;
    }
  }

  function show(answer) {
    const record = document.getElementById("record");
    const place = record.scrollTop;
    const open = record.querySelector("details")?.open;
    record.innerHTML = answer.record;
    if (open && record.querySelector("details")) record.querySelector("details").open = true;
    record.scrollTop = place;
    document.getElementById("checks").innerHTML = answer.checks;
    document.getElementById("alike").innerHTML = answer.alike;
    for (const field of document.querySelectorAll("input[name=seen]")) field.value = answer.version;
    document.querySelector("#undo button").disabled = !answer.steps;
    paint(answer.lines);
    tell(answer.said, answer.failed);
  }

  // Now, or once the answer that is under way has come; what it refuses, nothing is built upon.
  function soon(act) {
    if (busy) later.push(act);
    else act();
  }

  function goOn() {
    while (later.length && !busy) later.shift()();
  }

  // Whoever is logged out and asks for a page is led to the login; what is sent may be refused before that.
  async function isLoggedOut(answer) {
    if (answer.status === 403) answer = await fetch(location.href, { method: "HEAD" });
    return answer.redirected;
  }

  async function send(url, data) {
    busy = true;
    root.setAttribute("aria-busy", "true");
    let done = false;
    try {
      const answer = await fetch(url, {
        method: "POST", body: data, credentials: "same-origin", headers: { "X-Requested-With": "fetch" },
      });
      if (!answer.ok || answer.redirected) throw new Error(await isLoggedOut(answer) ? LOGGED_OUT : String(answer.status));
      const found = await answer.json();
      show(found);
      done = !found.failed;
    } catch (error) {
      tell(error.message === LOGGED_OUT ? root.dataset.out : root.dataset.broken, true);
    }
    if (!done) later.length = 0;
    busy = false;
    root.removeAttribute("aria-busy");
    setTimeout(goOn); // after what the sender does with the answer
    return done;
  }

  // Numbers that follow each other as ranges: a page may have more lines than a form may have fields.
  function ranges(numbers) {
    const found = [];
    for (const number of numbers) {
      const last = found.at(-1);
      if (last && last[1] + 1 === number) last[1] = number;
      else found.push([number, number]);
    }
    return found.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(",");
  }

  async function assign(part) {
    if (!parts.has(part)) return;
    let numbers = chosen().map((row) => Number(row.dataset.number));
    const first = form.elements.first.value;
    if (!numbers.length && !first && rows.length) numbers = [Number(rows[now].dataset.number)];
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("seen", form.elements.seen.value);
    data.set("lines", ranges(numbers));
    data.set("first", first);
    data.set("last", form.elements.last.value);
    data.set("part", part);
    const last = Math.max(now, ...chosen().map((row) => rows.indexOf(row)));
    if (await send(form.action, data)) {
      form.elements.first.value = form.elements.last.value = "";
      release();
      go(last + 1, { focus: document.activeElement === document.body || form.contains(document.activeElement) });
    }
  }

  // Ways in

  const DIRECTIONS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, J: 1, K: -1 };
  const press = (selector) => document.querySelector(selector)?.click();

  const acts = {
    x: () => { boxes[now].checked = !boxes[now].checked; anchor = now; count(); },
    v: selectStretch,
    n: nextDoubt,
    Escape: release,
    u: () => press("#undo button:not(:disabled)"),
    s: () => press("#save button[value='']"),
    P: () => press("#save button[value='1']"),
    "[": () => press("#before"),
    "]": () => press("#after"),
    "?": () => keys.showModal(),
  };

  function actOf(key, extend) {
    if (key in DIRECTIONS) return () => move(DIRECTIONS[key], extend);
    if (Object.hasOwn(acts, key)) return acts[key];
    return byKey.has(key) ? () => assign(byKey.get(key).value) : null;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, summary, [contenteditable]");
    if (typing) return;
    const { key } = event;
    const inside = event.target.closest("#assign, #review") || event.target === document.body;
    if (!inside) return;
    const arrow = key.startsWith("Arrow");
    if (arrow && event.target.closest("#record")) return; // it scrolls
    const act = actOf(key, event.shiftKey);
    if (!act) return;
    soon(act);
    event.preventDefault();
  });

  document.getElementById("lines").addEventListener("click", (event) => {
    const row = event.target.closest(".line");
    if (!row) return;
    const place = rows.indexOf(row);
    const box = boxes[place];
    if (event.shiftKey) {
      // The label would tick this line alone.
      event.preventDefault();
      getSelection()?.removeAllRanges();
      const from = anchor ?? now;
      go(place);
      // A check box that was clicked itself gets its old state back after this.
      setTimeout(() => selectBetween(from, place, true));
      anchor = from;
      return;
    }
    if (event.target === box) {
      go(place, { focus: false });
      anchor = place;
      count();
    }
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const part = event.submitter?.value;
    if (part !== undefined) soon(() => assign(part));
  });

  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (target.matches("#undo, .accept")) {
      event.preventDefault();
      soon(() => send(target.action, new FormData(target)));
    } else if (busy && target.id === "save") {
      event.preventDefault();
      later.push(() => target.requestSubmit(submitter));
    }
  });

  document.getElementById("show-keys").hidden = false;
  document.getElementById("show-keys").addEventListener("click", () => keys.showModal());
  for (const box of boxes) box.tabIndex = -1;
  const target = byNumber.get(location.hash.replace("#line-", ""));
  const start = target ? rows.indexOf(target) : rows.findIndex((row) => row.dataset.part === "title");
  go(Math.max(0, start), { focus: false });
  count();
})();
