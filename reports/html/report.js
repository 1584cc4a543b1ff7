"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const items = all("[data-item]");
  const own = (item, key) => item.closest(`[data-${key}]`)?.dataset[key];
  // Worst first, as everywhere in the report.
  const order = ["violation", "harness-fault", "warning", "inconclusive", "waived", "observed", "pass", "not-applicable", "not-reached"];
  const present = (key) => [...new Set(items.map((item) => own(item, key)).filter(Boolean))];

  const bar = document.getElementById("filters");
  if (bar && items.length > 0) {
    bar.classList.add("filters");
    bar.setAttribute("role", "search");
    bar.setAttribute("aria-label", "Filters");
    const verdicts = present("verdict").sort((a, b) => order.indexOf(a) - order.indexOf(b));
    const group = bar.appendChild(make("fieldset"));
    group.append(make("legend", "Show"));
    const boxes = verdicts.map((verdict) => {
      const label = group.appendChild(make("label"));
      const box = label.appendChild(make("input", "", { type: "checkbox", value: verdict }));
      box.checked = true;
      label.append(` ${verdict}`);
      return box;
    });
    const choice = (name, key) => {
      const label = bar.appendChild(make("label", `${name} `));
      const select = label.appendChild(make("select"));
      select.append(make("option", "all", { value: "" }));
      for (const value of present(key).sort()) select.append(make("option", value, { value }));
      return select;
    };
    const level = choice("Level", "level");
    const clauses = choice("Clauses", "group");
    const label = bar.appendChild(make("label", "Text "));
    const search = label.appendChild(make("input", "", { type: "search" }));
    const reset = bar.appendChild(make("button", "Show all", { type: "button" }));
    const count = bar.appendChild(make("span", "", { role: "status" }));
    const texts = new Map();
    const text_of = (item) => {
      if (!texts.has(item)) {
        const group_text = item.parentElement.classList.contains("finding-group") ? item.parentElement.firstElementChild.textContent : "";
        texts.set(item, `${group_text} ${item.textContent}`.toLowerCase());
      }
      return texts.get(item);
    };
    const apply = () => {
      const shown = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let visible = 0;
      for (const item of items) {
        const fits = (key, wanted) => !wanted || !own(item, key) || own(item, key) === wanted;
        const verdict = own(item, "verdict");
        const is_shown = (!verdict || shown.has(verdict)) && fits("level", level.value) && fits("group", clauses.value) &&
          words.every((word) => text_of(item).includes(word));
        item.classList.toggle("hidden", !is_shown);
        if (is_shown) ++visible;
      }
      for (const part of all(".finding-group, details.family")) {
        part.classList.toggle("hidden", part.querySelector("[data-item]") !== null && part.querySelector("[data-item]:not(.hidden)") === null);
      }
      count.textContent = visible === items.length ? "" : `${visible} of ${items.length} entries`;
    };
    bar.addEventListener("input", apply);
    reset.addEventListener("click", () => {
      for (const box of boxes) box.checked = true;
      level.value = clauses.value = search.value = "";
      apply();
    });
  }

  // The scenarios behind a cell of the matrix.
  const cells = document.getElementById("cells");
  const data = document.getElementById("data");
  const panel = document.getElementById("cell");
  if (cells && data && panel) {
    const letters = ["not-reached", "not-applicable", "pass", "observed", "waived", "inconclusive", "warning", "harness-fault", "violation"];
    const families = all("thead th", cells).slice(1).map((head) => head.textContent);
    let lines = null;
    let scenarios = null;
    const show = (cell) => {
      lines ??= data.textContent.split(",");
      scenarios ??= all("[data-scenario]").map((row) => ({ place: Number(row.dataset.scenario), id: row.querySelector("code").textContent }));
      const row = cell.closest("tr");
      const family = families[[...row.children].indexOf(cell) - 1];
      const line = lines[Number(row.dataset.clause)];
      const found = scenarios.filter((one) => one.id.split("/")[0] === family && line[one.place] !== "-")
        .map((one) => ({ id: one.id, verdict: letters[line.charCodeAt(one.place) - 97] }))
        .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
      panel.replaceChildren(make("h3", cell.title));
      const list = panel.appendChild(make("ul", "", { class: "names" }));
      for (const one of found) {
        const entry = list.appendChild(make("li"));
        entry.append(make("span", one.verdict, { class: `verdict ${one.verdict}` }), make("code", one.id));
      }
    };
    for (const cell of all("tbody td[title]", cells)) {
      const button = make("button", "", { type: "button", "aria-label": cell.title });
      button.append(...cell.childNodes);
      button.addEventListener("click", () => show(cell));
      cell.append(button);
    }
  }

  for (const command of all("dd > code.rerun")) {
    const button = make("button", "copy", { type: "button", class: "copy" });
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(command.textContent);
        button.textContent = "copied";
      } catch {
        getSelection().selectAllChildren(command);
        button.textContent = "selected";
      }
    });
    command.after(button);
  }

  // A link to something that is folded opens it; paper shows everything.
  const open = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  addEventListener("hashchange", open);
  open();
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = all("details.finding:not([open])");
    for (const part of unfolded) part.open = true;
  });
  addEventListener("afterprint", () => { for (const part of unfolded) part.open = false; });
})();
