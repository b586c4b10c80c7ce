// A clinic's page: unfolds what an address names, and everything on paper.
(function () {
  "use strict";
  const FOLDED = ".group, .safety, .more-questions, .more-about, .more-changes, .more-sources";

  function reveal() {
    const named = document.getElementById(location.hash.slice(1));
    for (let each = named; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
    }
    if (named) named.scrollIntoView();
  }

  // Browsers that do not know ::details-content print a folded part folded.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(FOLDED)].filter((each) => !each.open);
    for (const each of opened) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // The list of parts lies over the page on a narrow screen: a link in it shows the page.
  const parts = document.getElementById("toc");
  parts.addEventListener("click", (event) => {
    const isOver = parts.matches(":popover-open") && event.target.closest("a");
    if (isOver) parts.hidePopover();
  });
  window.addEventListener("hashchange", reveal);
  reveal();
})();
