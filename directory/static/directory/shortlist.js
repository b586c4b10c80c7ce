// Saved clinics: their names stay in this browser (localStorage) and are sent nowhere.
// The link to the shortlist carries them, as the address of a page that lists links, with
// the day of the last visit to it, which this browser keeps as well.
(function () {
  "use strict";
  const KEY = "shortlist";
  const VISITS = "visits";
  const MOST = 50;
  const DAY = /^\d{4}-\d\d-\d\d$/;
  const today = new Date().toISOString().slice(0, 10);

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY)) || [];
      return kept.filter((slug) => typeof slug === "string").slice(0, MOST);
    } catch {
      return [];
    }
  }

  function keep(slugs) {
    try {
      localStorage.setItem(KEY, JSON.stringify(slugs.slice(0, MOST)));
    } catch {
      // Not allowed here: then nothing is saved, and the buttons say so.
    }
    draw();
  }

  function visits() {
    try {
      const { day, before } = JSON.parse(localStorage.getItem(VISITS)) || {};
      return { day: DAY.test(day) ? day : "", before: DAY.test(before) ? before : "" };
    } catch {
      return { day: "", before: "" };
    }
  }

  // All through a day, the last visit is that of a day before.
  function lastVisit() {
    const { day, before } = visits();
    return day === today ? before : day;
  }

  function visit() {
    try {
      const before = lastVisit();
      localStorage.setItem(VISITS, JSON.stringify({ day: today, before }));
    } catch {
      // Not allowed here: a day can be typed all the same.
    }
  }

  function draw() {
    const slugs = read();
    for (const button of document.querySelectorAll("[data-save]")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(slugs.includes(button.dataset.save)));
    }
    for (const link of document.querySelectorAll("[data-shortlist]")) {
      const query = new URLSearchParams(slugs.map((slug) => ["facility", slug]));
      if (lastVisit()) query.append("since", lastVisit());
      link.href = link.href.split("?")[0] + (slugs.length ? "?" + query : "");
      link.hidden = false;
      link.querySelector(".count").textContent = slugs.length;
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-save]");
    const forget = event.target.closest("[data-forget]");
    if (!button && !forget) return;
    const slug = button ? button.dataset.save : forget.dataset.forget;
    const slugs = read();
    const others = slugs.filter((each) => each !== slug);
    keep(forget || slugs.includes(slug) ? others : [...slugs, slug]);
  });
  document.addEventListener("htmx:afterSettle", draw);
  draw();

  const since = document.getElementById("since");
  if (since) {
    if (!since.value) since.value = lastVisit();
    const hint = document.getElementById("since-hint");
    if (since.value && since.value === lastVisit()) hint.textContent = hint.dataset.lastVisit;
    visit();
  }
})();
