// Saved clinics: their names stay in this browser (localStorage) and are sent nowhere.
// The link to the shortlist carries them, as the address of a page that lists links.
(function () {
  "use strict";
  const KEY = "shortlist";
  const MOST = 50;

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

  function draw() {
    const slugs = read();
    for (const button of document.querySelectorAll("[data-save]")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(slugs.includes(button.dataset.save)));
    }
    for (const link of document.querySelectorAll("[data-shortlist]")) {
      const query = new URLSearchParams(slugs.map((slug) => ["facility", slug]));
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
})();
