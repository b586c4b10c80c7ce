// The search form: short addresses, and choices that would find nothing are off.
// Without this the form still works; its addresses are only longer.
(function () {
  "use strict";
  const form = document.getElementById("filters");
  if (!form) return;

  const defaults = new URLSearchParams(form.dataset.defaults);

  // What is blank, or the same as saying nothing, need not stand in the address.
  form.addEventListener("formdata", (event) => {
    const data = event.formData;
    for (const name of new Set(data.keys())) {
      const values = data
        .getAll(name)
        .filter((value) => value !== "" && value !== defaults.get(name));
      data.delete(name);
      for (const value of values) data.append(name, value);
    }
  });

  // With a new place, a part of the map around the one before means nothing.
  function forgetArea(event) {
    if (!["place", "near"].includes(event.target.name)) return;
    form.elements.namedItem("area")?.remove();
  }
  form.addEventListener("change", forgetArea, true);

  function switchOff() {
    for (const choice of form.querySelectorAll(".choice")) {
      const input = choice.querySelector("input");
      const count = choice.querySelector(".n-of");
      if (!input || !count || input.matches(".switch")) continue;
      const isOff = count.classList.contains("none") && !input.checked;
      if (input !== document.activeElement) input.disabled = isOff;
    }
  }
  document.addEventListener("htmx:afterSettle", switchOff);
})();
