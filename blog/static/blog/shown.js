// What came into sight on the desk, and stayed for a moment, was looked at; what is loaded below it was not.
(() => {
  "use strict";

  const list = document.getElementById("items");
  if (!list?.dataset.shown || !("IntersectionObserver" in window)) return;
  const STAYS = 700; // milliseconds
  const GATHERS = 1500;
  const AT_ONCE = 500;
  const timers = new Map();
  const known = new Set();
  let waiting = [];
  let sending = null;

  function send() {
    clearTimeout(sending);
    sending = null;
    if (!waiting.length) return;
    const data = new FormData();
    data.append("csrfmiddlewaretoken", document.querySelector("#desk-form [name=csrfmiddlewaretoken]").value);
    data.append("shown", waiting.splice(0, AT_ONCE).join(" "));
    fetch(list.dataset.shown, { method: "POST", body: data, credentials: "same-origin", keepalive: true }).catch(() => {});
  }

  function saw(item) {
    forget(item);
    observer.unobserve(item);
    if (known.has(item.dataset.pk)) return;
    known.add(item.dataset.pk);
    waiting.push(item.dataset.pk);
    sending ??= setTimeout(send, GATHERS);
  }

  function forget(item) {
    clearTimeout(timers.get(item));
    timers.delete(item);
  }

  // Half of it is in sight, or it fills half of the window.
  function isInSight(entry) {
    const window = entry.rootBounds?.height ?? innerHeight;
    return entry.isIntersecting && (entry.intersectionRatio >= 0.5 || entry.intersectionRect.height >= window / 2);
  }

  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!isInSight(entry)) forget(entry.target);
      else if (!timers.has(entry.target)) timers.set(entry.target, setTimeout(saw, STAYS, entry.target));
    }
  }, { threshold: [0, 0.1, 0.25, 0.4, 0.5, 0.75, 1] });

  const watch = () => list.querySelectorAll(".fb[data-unseen]").forEach((item) => observer.observe(item));
  new MutationObserver(watch).observe(list, { childList: true });
  document.addEventListener("visibilitychange", () => {
    for (const item of [...timers.keys()]) forget(item);
    if (document.hidden) return send();
    observer.disconnect(); // what is in sight still is said anew
    watch();
  });
  watch();
})();
