// The moderation desk by keyboard: each key sends the form that a button would send, and the next item is there at once.
// The server answers with what moved, what somebody else was first with, and the counts. Without scripts all works too.
(() => {
  "use strict";

  const root = document.getElementById("moderation");
  const desk = document.getElementById("desk-form");
  const list = document.getElementById("items");
  if (!root || !desk || !list) return;
  const said = document.getElementById("said");
  const bar = root.querySelector(".mod-bar");
  const keys = document.getElementById("keys");
  const drawer = document.getElementById("drawer");
  const older = document.getElementById("older");
  const undoForm = document.getElementById("undo-form");
  const wholeMatch = desk.elements.scope?.value === "all"; // all that match is selected: the form is sent as it is
  const isAll = root.dataset.tab === "all";
  const LOGGED_OUT = "logged out";
  const undoable = root.dataset.last.split(" ").filter(Boolean).map((batch) => ({ batch, keys: [] }));
  const headers = { "X-Requested-With": "fetch" };
  let now = null;
  let anchor = null; // where a selection began
  let work = Promise.resolve(); // what was asked for goes to the server in its order
  let loading = null;
  let ahead = null; // what is typed before the form is there that it is meant for

  // Where one is

  const items = () => [...list.querySelectorAll(".fb:not(.leaving)")];
  const picked = () => items().filter((item) => box(item)?.checked);
  const box = (item) => item.querySelector(".fb-pick");

  function go(item, { focus = true } = {}) {
    now?.classList.remove("now");
    now = item ?? null;
    if (!now) return;
    now.classList.add("now");
    if (focus) {
      now.focus({ preventScroll: true });
      now.scrollIntoView({ block: "nearest" });
    }
    const rest = items();
    if (rest.length - rest.indexOf(now) < 10) loadMore();
  }

  function step(by) {
    const all = items();
    const place = all.indexOf(now);
    go(all[Math.max(0, Math.min(all.length - 1, place < 0 ? 0 : place + by))]);
  }

  // What is selected

  function pick(item, on) {
    if (!box(item)) return;
    box(item).checked = on;
    item.classList.toggle("picked", on);
  }

  function count() {
    if (!bar || wholeMatch) return;
    const number = picked().length;
    document.getElementById("selected").textContent = number ? root.dataset.some.replace("{n}", number) : "";
    bar.classList.toggle("none", number === 0);
  }

  function pickTo(item) {
    const all = items();
    const [from, to] = [all.indexOf(anchor ?? item), all.indexOf(item)].sort((a, b) => a - b);
    for (const one of all.slice(Math.max(0, from), to + 1)) pick(one, true);
    count();
  }

  // What is said

  function tell(text, failed = false) {
    said.textContent = text;
    said.classList.toggle("failed", failed);
  }

  function showNumbers(numbers) {
    for (const [name, number] of Object.entries(numbers ?? {})) {
      const place = root.querySelector(`[data-count="${name}"]`);
      const shown = number.toLocaleString(document.documentElement.lang);
      if (place) place.textContent = place.dataset.label ? `${place.dataset.label} (${shown})` : shown;
    }
  }

  function prepare(within) {
    for (const text of within.querySelectorAll(".fb-text")) {
      if (text.dataset.ready) continue;
      text.dataset.ready = "1";
      if (text.scrollHeight < 340) continue;
      text.classList.add("clamped");
      const whole = document.createElement("button");
      whole.type = "button";
      whole.className = "fb-whole";
      whole.textContent = root.dataset.more;
      text.after(whole);
    }
    for (const cancel of within.querySelectorAll(".fb-cancel")) cancel.hidden = false;
  }

  function parsed(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content;
  }

  // Answers

  async function ask(url, data) {
    const answer = await fetch(url, data ? { method: "POST", body: data, headers, credentials: "same-origin" } : { headers });
    if (!answer.ok || answer.redirected) throw new Error(await isLoggedOut(answer) ? LOGGED_OUT : String(answer.status));
    return answer.json();
  }

  // Whoever is logged out and asks for a page is led to the login; what is sent may be refused before that.
  async function isLoggedOut(answer) {
    if (answer.status === 403) answer = await fetch(partUrl(), { headers });
    return answer.redirected;
  }

  function tellWhatFailed(error) {
    tell(error.message === LOGGED_OUT ? root.dataset.out : root.dataset.broken, true);
  }

  const openForm = (item) => item?.querySelector(".fb-more:not([hidden]) form");

  // Whether something is typed there that nobody has stored: words, or a form that came back with what is wrong in it.
  function isWritten(item) {
    const form = openForm(item);
    if (!form) return false;
    return Boolean(form.dataset.again) || [...form.querySelectorAll("textarea, input")].some((field) => field.value !== field.defaultValue);
  }

  // The same, told to whoever is about to lose it.
  function staysWritten(item) {
    const written = isWritten(item);
    if (written) tell(root.dataset.written, true);
    return written;
  }

  // What is open in an item, with all that is typed there, stays open when the item is shown anew.
  function carry(old, fresh) {
    const more = old?.querySelector(".fb-more:not([hidden])");
    if (!more) return;
    fresh.querySelector(".fb-more")?.replaceWith(more);
    const version = more.querySelector("form [name=v]");
    if (version) version.value = `${fresh.dataset.pk}:${fresh.dataset.version}`; // what happened meanwhile is shown with it
  }

  function put(key, html) {
    const old = document.getElementById(`item-${key}`);
    const fresh = parsed(html).firstElementChild;
    if (!fresh) return;
    if (old) old.replaceWith(fresh);
    else list.prepend(fresh);
    carry(old, fresh);
    prepare(fresh);
    if (old === now) go(fresh);
  }

  const typedIn = () => document.activeElement?.closest(".fb-more :is(textarea, input:not([type=hidden]))");

  // Where somebody types: what is called afterwards goes back there, whatever was put in place of what meanwhile. Whoever
  // types is led nowhere else by what comes from the server: the letters that follow would decide.
  function typingPlace() {
    const field = typedIn();
    const caret = field && [field.selectionStart, field.selectionEnd, field.selectionDirection];
    return () => {
      if (!field?.isConnected) return;
      go(field.closest(".fb"), { focus: false });
      field.focus({ preventScroll: true });
      if (caret[0] !== null) field.setSelectionRange(...caret);
    };
  }

  function take(answer, acted) {
    const typeOn = typingPlace();
    tell(answer.said, answer.failed);
    if (answer.batch) {
      undoable.push({ batch: answer.batch, keys: answer.moved });
      undoForm?.querySelector("button").removeAttribute("disabled");
    }
    for (const item of acted) item.classList.remove("leaving");
    for (const [key, html] of Object.entries(answer.html)) put(key, html);
    if (!isAll) {
      for (const key of answer.moved) {
        const item = document.getElementById(`item-${key}`);
        if (!item || key in answer.html) continue; // what is typed there stays in sight
        if (item === now) step(1);
        item.remove();
      }
    }
    const overtaken = Object.keys(answer.overtaken);
    if (overtaken.length) {
      tell(Object.values(answer.overtaken)[0], true);
      go(document.getElementById(`item-${overtaken[0]}`));
    }
    showNumbers(answer.numbers);
    settle();
    typeOn();
  }

  function settle() {
    count();
    const all = items();
    if (!all.includes(now)) go(all[0]);
    document.getElementById("empty").hidden = all.length > 0 || Boolean(root.dataset.after);
    if (all.length < 10) loadMore();
  }

  function send(url, data, acted = []) {
    work = work.then(async () => {
      root.setAttribute("aria-busy", "true");
      try {
        const answer = await ask(url, data());
        if (answer.form) return answer;
        take(answer, acted);
        return answer;
      } catch (error) {
        for (const item of acted) item.classList.remove("leaving");
        tellWhatFailed(error);
        return null;
      } finally {
        root.removeAttribute("aria-busy");
      }
    });
    return work;
  }

  function envelope(chosen) {
    const data = new FormData();
    for (const name of ["csrfmiddlewaretoken", "back"]) data.append(name, desk.elements[name].value);
    // One field for all: a request holds 1,000 fields.
    if (chosen.length) data.append("item", chosen.map((item) => `${item.dataset.pk}:${item.dataset.version}`).join(" "));
    return data;
  }

  // Deciding

  function decide(status) {
    if (!bar) return;
    if (wholeMatch) {
      const button = bar.querySelector(`[name=do][value=${status}]`);
      // Where all that matches is there already, no button says so: sent without one, the form would let go of it.
      return button ? desk.requestSubmit(button) : tell(root.dataset.already);
    }
    const selected = picked();
    const chosen = (selected.length ? selected : now ? [now] : []).filter((item) => item.dataset.status !== status);
    if (!chosen.length) return tell(root.dataset.already);
    act(desk.action, chosen, { do: status, reason: document.getElementById("mod-why").value });
    document.getElementById("mod-why").value = "";
  }

  function act(url, chosen, more = {}) {
    const all = items();
    const next = all.slice(all.indexOf(now) + 1).find((item) => !chosen.includes(item));
    const before = all.slice(0, Math.max(0, all.indexOf(now))).reverse().find((item) => !chosen.includes(item));
    for (const item of chosen) pick(item, false);
    anchor = null;
    if (!isAll) {
      for (const item of chosen) item.classList.toggle("leaving", !isWritten(item));
      if (chosen.includes(now)) go(next ?? before);
    } else if (next && chosen.length === 1) {
      go(next);
    }
    const fields = () => {
      const present = chosen.map((item) => document.getElementById(item.id) ?? item);
      const data = envelope(present);
      data.append("stays", present.filter(isWritten).map((item) => item.dataset.pk).join(" "));
      for (const [name, value] of Object.entries(more)) data.append(name, value);
      return data;
    };
    return send(url, fields, chosen);
  }

  function undo() {
    if (!undoForm) return;
    work = work.then(async () => {
      const last = undoable.pop(); // now, when what was asked for before is done
      if (!last) return tell(root.dataset.nothing);
      const data = envelope([]);
      data.append("batch", last.batch);
      try {
        const answer = await ask(undoForm.action, data);
        tell(answer.said, answer.failed);
        showNumbers(answer.numbers);
        await reload();
        const back = items().find((item) => last.keys.includes(Number(item.dataset.pk)));
        if (!typedIn()) go(back ?? items()[0]);
      } catch (error) {
        undoable.push(last);
        tellWhatFailed(error);
      }
      undoForm.querySelector("button").disabled = undoable.length === 0;
    });
    return work;
  }

  // More

  function partUrl(name, value) {
    const url = new URL(location.href);
    url.hash = "";
    url.searchParams.set("part", "items");
    url.searchParams.delete("after");
    if (name) url.searchParams.set(name, value);
    return url;
  }

  async function reload() {
    const answer = await ask(partUrl());
    const typeOn = typingPlace();
    const open = items().filter(openForm);
    list.replaceChildren(parsed(answer.html));
    for (const item of open) {
      const fresh = document.getElementById(item.id);
      if (fresh) carry(item, fresh);
      else list.append(item);
    }
    prepare(list);
    follow(answer);
    settle();
    typeOn();
  }

  function follow(answer) {
    root.dataset.after = answer.after;
    if (!answer.after) return older.replaceChildren();
    const link = older.querySelector("a");
    const url = new URL(location.href);
    url.searchParams.set("after", answer.after);
    if (link) link.href = url;
  }

  function loadMore() {
    if (!root.dataset.after || loading || wholeMatch) return loading;
    loading = (async () => {
      try {
        const answer = await ask(partUrl("after", root.dataset.after));
        const fresh = parsed(answer.html);
        for (const item of fresh.querySelectorAll(".fb")) if (document.getElementById(item.id)) item.remove();
        list.append(fresh);
        prepare(list);
        follow(answer);
        if (!now) go(items()[0]);
      } catch (error) {
        tellWhatFailed(error);
      } finally {
        loading = null;
      }
    })();
    return loading;
  }

  // In place: replies, edits, threads; beside: the author

  async function open(item, part) {
    const link = item.querySelector(`[data-part="${part}"]`);
    if (!link) return;
    const url = new URL(link.href);
    url.hash = "";
    url.searchParams.set("part", part);
    const isForm = ["reply", "edit"].includes(part);
    if (part !== "author" && staysWritten(item)) return;
    if (isForm) ahead ??= "";
    try {
      const answer = await ask(url);
      if (part === "author") {
        document.getElementById("drawer-content").innerHTML = answer.html;
        drawer.dataset.pk = item.dataset.pk;
        if (!drawer.open) drawer.showModal();
        drawer.scrollTop = 0;
        return;
      }
      const present = document.getElementById(item.id); // which was shown anew meanwhile, or is gone
      const more = present?.querySelector(".fb-more");
      if (!more) return;
      if (more.dataset.part === part && part === "thread") return close(present);
      if (staysWritten(present)) return;
      more.dataset.part = part;
      more.innerHTML = answer.html;
      more.hidden = false;
      prepare(more);
      const text = more.querySelector("textarea");
      text?.focus();
      if (isForm && ahead) text?.setRangeText(ahead, text.selectionStart, text.selectionEnd, "end");
      more.scrollIntoView({ block: "nearest" });
    } catch (error) {
      tellWhatFailed(error);
    } finally {
      if (isForm) ahead = null;
    }
  }

  function close(item) {
    const more = item?.querySelector(".fb-more");
    if (!more || more.hidden) return false;
    const elsewhere = typedIn() && !more.contains(document.activeElement);
    more.replaceChildren();
    more.hidden = true;
    delete more.dataset.part;
    if (!elsewhere) item.focus({ preventScroll: true });
    return true;
  }

  async function submitInPlace(form) {
    const item = form.closest(".fb") ?? document.getElementById(`item-${drawer.dataset.pk}`);
    const part = form.dataset.part;
    const all = items();
    const next = all[all.indexOf(item) + 1] ?? all[all.indexOf(item) - 1];
    const answer = await send(form.action, () => new FormData(form), []);
    if (answer?.form) {
      const holder = form.parentElement;
      form.replaceWith(parsed(answer.form));
      holder.querySelector("form").dataset.again = "1";
      prepare(holder);
      tell(answer.said, true);
      holder.querySelector("[aria-invalid]")?.focus({ preventScroll: true });
      holder.scrollIntoView({ block: "nearest" });
    } else if (answer && part === "note") {
      if (!answer.failed && item) open(item, "author");
    } else if (answer && !Object.keys(answer.overtaken).length) {
      const left = document.getElementById(item.id);
      close(left);
      if (!typedIn()) go(left ?? next);
    }
  }

  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(".fb-form")) {
      event.preventDefault();
      submitInPlace(form);
    } else if (form === undoForm) {
      event.preventDefault();
      undo();
    } else if (form === desk && !wholeMatch) {
      event.preventDefault();
      const button = event.submitter;
      const item = button?.closest(".fb");
      if (item) {
        go(item);
        if (button.name === "one") act(desk.action, [item], { do: button.value.split(":")[0] });
        else act(button.formAction, [item]);
      } else if (button?.value) {
        decide(button.value);
      }
    }
  });

  root.addEventListener("click", (event) => {
    const item = event.target.closest(".fb");
    const link = event.target.closest("[data-part]");
    if (event.target.matches(".fb-whole")) {
      event.target.previousElementSibling.classList.remove("clamped");
      event.target.remove();
    } else if (event.target.closest(".fb-cancel")) {
      close(item);
    } else if (item && link?.href && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      go(item);
      open(item, link.dataset.part);
    } else if (event.target.matches(".fb-pick")) {
      item.classList.toggle("picked", event.target.checked);
      if (event.shiftKey) pickTo(item);
      anchor = item;
      count();
    } else if (event.target.closest("#older a")) {
      event.preventDefault();
      loadMore();
    } else if (item && item !== now && !event.target.closest("a, button, input, textarea")) {
      go(item, { focus: false });
    }
  });

  const COMMANDS = {
    j: () => step(1),
    k: () => step(-1),
    a: () => decide("approved"),
    h: () => decide("pending"),
    s: () => decide("spam"),
    d: () => decide("trash"),
    u: undo,
    r: () => now && open(now, "reply"),
    e: () => now && open(now, "edit"),
    t: () => now && open(now, "thread"),
    i: () => now && open(now, "author"),
    b: () => now?.querySelector(".fb-block")?.click(),
    m: () => now?.querySelector(".fb-whole")?.click(),
    x: () => {
      if (!now || !box(now)) return;
      pick(now, !box(now).checked);
      anchor = now;
      count();
    },
    X: () => now && pickTo(now),
    "/": () => document.getElementById("mod-q").focus(),
    "?": () => keys.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select");
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      if (close(typing?.closest(".fb") ?? now)) return;
      if (typing) return typing.blur();
      for (const item of picked()) pick(item, false);
      return count();
    }
    if (typing && event.key === "Enter" && (event.ctrlKey || event.metaKey)) return typing.form?.requestSubmit();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (ahead !== null) {
      event.preventDefault();
      if (event.key === "Backspace") ahead = ahead.slice(0, -1);
      else if (event.key === "Enter") ahead += "\n";
      else if (event.key.length === 1) ahead += event.key;
      return;
    }
    const command = COMMANDS[event.key];
    if (!command) return;
    event.preventDefault();
    // Whoever has a form open means to write: no letter may decide.
    const form = openForm(now);
    if (form) return form.querySelector("textarea, input:not([type=hidden])")?.focus();
    command();
  });

  // Whoever leaves the page is asked by the browser.
  window.addEventListener("beforeunload", (event) => {
    if (items().some(isWritten)) event.preventDefault();
  });

  // Counts change while others work, and while one reads.
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const url = new URL(location.href);
      url.searchParams.set("part", "numbers");
      showNumbers((await ask(url)).numbers);
    } catch { /* the next time will do */ }
  }, 30_000);

  document.getElementById("show-keys")?.removeAttribute("hidden");
  document.getElementById("show-keys")?.addEventListener("click", () => keys.showModal());
  prepare(list);
  count();
  if (!wholeMatch && !location.hash) go(items()[0], { focus: false });
})();
