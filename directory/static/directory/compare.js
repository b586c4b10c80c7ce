// The tray of clinics to compare. Kept in the address with the rest of the search, and
// by this browser alone (localStorage); never in a cookie.
(function () {
  "use strict";
  const KEY = "compare";
  const tray = document.getElementById("tray");
  if (!tray) return;
  const list = document.getElementById("tray-list");
  const item = document.getElementById("tray-item");
  const words = document.getElementById("tray-words").dataset.one;
  const said = document.getElementById("tray-said");
  const most = Number(tray.dataset.most);

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY)) || [];
      return kept.filter((each) => each && each.slug && each.name).slice(0, most);
    } catch {
      return [];
    }
  }

  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify(chosen));
    } catch {
      // Not allowed here: the address keeps it all the same.
    }
  }

  function boxes() {
    return [...document.querySelectorAll(".pick input")];
  }

  function row({ slug, name }, isOnPage) {
    const made = item.content.cloneNode(true).firstElementChild;
    made.dataset.slug = slug;
    made.dataset.name = name;
    made.querySelector("span").textContent = name;
    made.querySelector("a").dataset.remove = slug;
    made.querySelector(".vh").append(name);
    const field = made.querySelector("input");
    if (isOnPage) field.remove();
    else field.value = slug;
    return made;
  }

  function address() {
    const query = new URLSearchParams(location.search);
    query.delete("compare");
    for (const { slug } of chosen) query.append("compare", slug);
    const text = query.toString();
    history.replaceState(history.state, "", location.pathname + (text ? "?" + text : ""));
  }

  function draw() {
    const slugs = chosen.map((each) => each.slug);
    const onPage = boxes();
    const shown = new Set(onPage.map((box) => box.value));
    for (const box of onPage) {
      box.checked = slugs.includes(box.value);
      box.disabled = !box.checked && chosen.length >= most;
    }
    list.replaceChildren(...chosen.map((each) => row(each, shown.has(each.slug))));
    const text = words.replace("{n}", chosen.length).replace("{most}", most);
    if (said.textContent !== text) said.textContent = chosen.length ? text : "";
  }

  function change(next) {
    chosen = next.slice(0, most);
    keep();
    address();
    draw();
  }

  function add(slug, name) {
    if (!chosen.some((each) => each.slug === slug)) change([...chosen, { slug, name }]);
  }

  function remove(slug) {
    change(chosen.filter((each) => each.slug !== slug));
  }

  const named = [...list.children].map(({ dataset }) => ({
    slug: dataset.slug,
    name: dataset.name,
  }));
  let chosen = named.length ? named : read();
  if (named.length) keep();
  else if (chosen.length) address();
  draw();

  document.addEventListener("change", (event) => {
    if (!event.target.matches(".pick input")) return;
    const { checked, value, dataset } = event.target;
    if (checked) add(value, dataset.name);
    else remove(value);
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-remove]");
    if (!link) return;
    event.preventDefault();
    const box = document.getElementById("compare-" + link.dataset.remove);
    remove(link.dataset.remove);
    const next = list.querySelector("a") || box || document.getElementById("main");
    next.focus();
  });
  document.addEventListener("htmx:afterSettle", draw);
})();
