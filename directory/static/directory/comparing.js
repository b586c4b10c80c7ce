// The comparison works without this. With it, what the switches show is kept in the
// address too, and in every link that leads to another form of the same comparison.
(function () {
  "use strict";
  const switches = [...document.querySelectorAll("[data-only]")];
  const share = document.querySelector("[data-share]");
  if (!share) return;

  function withOnly(address) {
    const url = new URL(address, location.href);
    url.searchParams.delete("only");
    for (const { checked, dataset } of switches) {
      if (checked) url.searchParams.append("only", dataset.only);
    }
    return url;
  }

  function keep() {
    for (const link of document.querySelectorAll("[data-address], [data-share]")) {
      const url = withOnly(link.href);
      link.href = url.pathname + url.search + url.hash;
    }
    for (const form of document.querySelectorAll("main form")) {
      for (const field of form.querySelectorAll("[name=only]")) field.remove();
      for (const { checked, dataset } of switches) {
        if (!checked) continue;
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = "only";
        field.value = dataset.only;
        form.prepend(field);
      }
    }
  }

  for (const each of switches) {
    each.addEventListener("change", () => {
      keep();
      history.replaceState(history.state, "", withOnly(location.href));
    });
  }

  const untick = document.querySelector("[data-untick]");
  untick.hidden = false;
  untick.addEventListener("click", () => {
    for (const box of untick.form.querySelectorAll(":checked")) box.checked = false;
  });

  const copy = document.querySelector("[data-copy]");
  const said = document.querySelector("[data-copied]");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(share.href);
      said.textContent = said.dataset.copied;
    } catch {
      said.textContent = said.dataset.notCopied;
    }
  });
})();
