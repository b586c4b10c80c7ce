// Suggestions under a text field, as the ARIA combobox pattern has them. What is typed
// is sent to this site only, and the field works the same without them.
(function () {
  "use strict";
  const WAIT = 150;
  const SHORTEST = 2;

  function combobox(input) {
    const list = document.createElement("ul");
    list.id = input.id + "-offered";
    list.className = "offered";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0].textContent);
    list.hidden = true;
    input.after(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    let timer = 0;
    let asked = 0;
    let active = -1;

    function close() {
      asked += 1;
      clearTimeout(timer);
      list.hidden = true;
      list.replaceChildren();
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function activate(place) {
      const options = [...list.children];
      active = (place + options.length) % options.length;
      options.forEach((option, number) => {
        option.setAttribute("aria-selected", String(number === active));
      });
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }

    function choose(option) {
      input.value = option.dataset.text;
      close();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      close();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function show(offered) {
      list.replaceChildren(
        ...offered.map((each, number) => {
          const option = document.createElement("li");
          option.id = list.id + "-" + number;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.text = each.text;
          option.textContent = each.label;
          return option;
        }),
      );
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = offered.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
    }

    async function ask() {
      const number = ++asked;
      const address = input.dataset.suggest + "?" + new URLSearchParams({ text: input.value });
      try {
        const response = await fetch(address, { credentials: "omit" });
        const { offered } = response.ok ? await response.json() : { offered: [] };
        if (number === asked) show(offered);
      } catch {
        if (number === asked) close();
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      if (input.value.trim().length < SHORTEST) close();
      else timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") activate(active + 1);
      else if (event.key === "ArrowUp") activate(active < 0 ? -1 : active - 1);
      else if (event.key === "Enter" && active >= 0) choose(list.children[active]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    // Not "click": the field would lose the focus, and the list be gone, before it.
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
    input.addEventListener("blur", close);
  }

  for (const input of document.querySelectorAll("input[data-suggest]")) combobox(input);
})();
