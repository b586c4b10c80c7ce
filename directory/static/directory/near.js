// "Use my location": rounded to a hundredth of a degree before it leaves the page.
(function () {
  "use strict";
  const button = document.querySelector("[data-near]");
  if (!button || !navigator.geolocation) return;
  const form = button.form;
  const place = form.elements.namedItem("place");
  const near = form.elements.namedItem("near");
  const said = form.querySelector("[data-near-said]");
  button.hidden = false;

  function rounded(degrees) {
    return (Math.round(degrees * 100) / 100).toFixed(2);
  }

  button.addEventListener("click", () => {
    said.textContent = button.dataset.nearWait;
    navigator.geolocation.getCurrentPosition(
      (position) => {
        const { latitude, longitude } = position.coords;
        near.value = rounded(latitude) + "," + rounded(longitude);
        place.value = "";
        said.textContent = button.dataset.nearDone;
        if (form.id === "filters") near.dispatchEvent(new Event("change", { bubbles: true }));
      },
      () => {
        said.textContent = button.dataset.nearFailed;
        place.focus();
      },
      { maximumAge: 600000, timeout: 10000 },
    );
  });

  place.addEventListener("input", () => {
    near.value = "";
    said.textContent = "";
  });
})();
