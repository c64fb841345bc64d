(() => {
  "use strict";
  const form = document.querySelector(".filters");
  if (!form) return;
  const hits = [...document.querySelectorAll(".hit")];
  const shown = form.querySelector("output");
  const texts = hits.map((hit) => hit.querySelector("summary").textContent.toLocaleLowerCase());
  const filter = () => {
    const words = form.elements.words.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    hits.forEach((hit, i) => {
      const keep = ["band", "kind", "list"].every((name) => {
        const wanted = form.elements[name].value;
        return !wanted || hit.dataset[name] === wanted;
      }) && words.every((word) => texts[i].includes(word));
      hit.hidden = !keep;
      count += keep;
    });
    shown.value = `${count} of ${hits.length} shown`;
  };
  const holder = document.querySelector(".hits");
  const key = {
    order: (hit) => hit.dataset.order.padStart(9, "0"),
    row: (hit) => hit.dataset.row,
    party: (hit) => hit.querySelector(".party").textContent,
    listed: (hit) => hit.querySelector(".listed").textContent,
  };
  const sort = () => {
    const of = key[form.elements.sort.value];
    const keyed = hits.map((hit) => [of(hit), Number(hit.dataset.order), hit]);
    keyed.sort((a, b) => a[0].localeCompare(b[0]) || a[1] - b[1]);
    holder.append(...keyed.map((item) => item[2]));
  };
  const button = form.elements.open;
  button.addEventListener("click", () => {
    const open = button.textContent === "Open all";
    hits.forEach((hit) => { if (!hit.hidden) hit.open = open; });
    button.textContent = open ? "Close all" : "Open all";
  });
  form.elements.sort.addEventListener("change", sort);
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
