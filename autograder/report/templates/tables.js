"use strict";
// Sorts a table by the column whose header is clicked, and shows the rows that fit the filters. Without this script
// the page says the same, unsorted and unfiltered.
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === (head.classList.contains("num") ? "descending" : "ascending");
      const first = head.classList.contains("num") ? -1 : 1;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      const direction = down ? -first : first;
      head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
      const rows = [...table.tBodies[0].rows].map((row) => [key(row.cells[column]), row]);
      rows.sort(([a], [b]) => {
        if (a === null || b === null) return (a === null) - (b === null);
        const order = typeof a === "number" && typeof b === "number" ? a - b
          : String(a).localeCompare(String(b), undefined, { numeric: true });
        return direction * order;
      });
      table.tBodies[0].append(...rows.map(([, row]) => row));
    });
  });
}
// What a cell is sorted by: its number, if it begins with one; null, always last, for a dash and for nothing.
function key(cell) {
  if (!cell) return null;
  const text = (cell.dataset.key ?? cell.textContent).trim();
  if (text === "" || text === "–") return null;
  if (!cell.classList.contains("num")) return text;
  const number = parseFloat(text.replace("−", "-"));
  return Number.isNaN(number) ? text : number;
}
for (const form of document.querySelectorAll("form.filters")) {
  const rows = [...document.getElementById(form.dataset.table).tBodies[0].rows];
  const shown = form.querySelector("output");
  const apply = () => {
    const words = form.elements.words.value.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const marks = [...form.querySelectorAll("select")].map((choice) => choice.value).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const name = row.cells[0].textContent.toLocaleLowerCase();
      const has = (row.dataset.marks ?? "").split(" ");
      row.hidden = !(words.every((word) => name.includes(word)) && marks.every((mark) => has.includes(mark)));
      count += !row.hidden;
    }
    shown.textContent = shown.dataset.words.replace("#", count);
  };
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
}
