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
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
