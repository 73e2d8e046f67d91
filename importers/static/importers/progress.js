// Keeps the progress of a run up to date in its page; without scripts the page loads itself again.
(() => {
  "use strict";
  const EVERY = 1000;

  async function look(place) {
    let answer;
    try {
      answer = await fetch(place.dataset.url, { credentials: "same-origin" });
    } catch {
      return; // the server is away for a moment
    }
    if (!answer.ok || answer.redirected || answer.headers.get("X-Run-Over")) {
      clearInterval(place.dataset.timer);
      location.reload();
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const stage = document.getElementById("run-stage");
    const said = fresh.getElementById("run-stage");
    // Read out when it changes, and only then.
    if (stage.textContent !== said.textContent) stage.textContent = said.textContent;
    document.getElementById("run-live").replaceWith(fresh.getElementById("run-live"));
  }

  document.addEventListener("DOMContentLoaded", () => {
    const place = document.getElementById("run-progress");
    if (place) place.dataset.timer = setInterval(look, EVERY, place);
  });
})();
