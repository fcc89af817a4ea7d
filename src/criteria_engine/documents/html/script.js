"use strict";
(() => {
  const said = document.body.dataset;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const make = (name, inner = "", set = {}) => Object.assign(document.createElement(name), { textContent: inner }, set);
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");

  for (const table of document.querySelectorAll("table[data-lively]")) liven(table);

  function liven(table) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const texts = rows.map((row) => folded(row.textContent));
    const tools = make("div", "", { className: "tools" });
    const section = table.closest("section")?.querySelector("h2")?.textContent ?? "";
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", section);
    const search = make("input", "", { type: "search", autocomplete: "off" });
    const told = make("p");
    told.setAttribute("role", "status");
    const labelled = (text, control) => {
      const label = make("label", text);
      label.append(control);
      tools.append(label);
    };
    labelled(said.search, search);
    const choices = heads.flatMap((head, at) => {
      if (!("choices" in head.dataset)) return [];
      const select = make("select");
      select.append(make("option", said.choose, { value: "" }));
      const found = [...new Set(rows.map((row) => row.cells[at].textContent))].sort(order.compare);
      found.forEach((text) => select.append(make("option", text, { value: text })));
      labelled(head.textContent, select);
      return [{ at, select }];
    });
    const clear = make("button", said.clear, { type: "button" });
    tools.append(clear, told);
    (table.closest(".scroll") ?? table).before(tools);

    const show = () => {
      const words = folded(search.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        const kept = words.every((word) => texts[at].includes(word)) &&
          choices.every(({ at: column, select }) => !select.value || row.cells[column].textContent === select.value);
        row.hidden = !kept;
        shown += kept;
      });
      told.textContent = fill(said.shown, { shown, all: rows.length });
      clear.hidden = shown === rows.length;
    };
    search.addEventListener("input", show);
    choices.forEach(({ select }) => select.addEventListener("change", show));
    clear.addEventListener("click", () => {
      search.value = "";
      choices.forEach(({ select }) => { select.value = ""; });
      show();
      search.focus();
    });
    show();

    heads.forEach((head, at) => {
      if (head.tagName !== "TH") return;
      const button = make("button", head.textContent, { type: "button" });
      if (head.title) button.title = head.title;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const ranked = "ranked" in head.dataset;
        const keys = new Map(rows.map((row) => {
          const cell = row.cells[at];
          return [row, ranked ? ("r" in cell.dataset ? Number(cell.dataset.r) : null) : cell.textContent.trim() || null];
        }));
        const between = (one, other) => {
          const [a, b] = [keys.get(one), keys.get(other)];
          if (a === null || b === null) return (a === null) - (b === null);
          const found = ranked ? a - b : order.compare(a, b);
          return up ? found : -found;
        };
        body.append(...[...rows].sort(between));
      });
    });
  }

  for (const section of document.querySelectorAll("section")) {
    const branches = section.querySelectorAll("details");
    if (branches.length < 2) continue;
    const tools = make("div", "", { className: "tools" });
    for (const [text, open] of [[said.openAll, true], [said.closeAll, false]]) {
      const button = make("button", text, { type: "button" });
      button.addEventListener("click", () => branches.forEach((branch) => { branch.open = open; }));
      tools.append(button);
    }
    section.querySelector("h2").after(tools);
  }

  const reach = () => {
    const id = location.hash.slice(1);
    const aim = id && document.getElementById(id);
    if (!aim) return;
    for (let at = aim.querySelector(":scope > details") ?? aim; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    aim.scrollIntoView();
  };
  addEventListener("hashchange", reach);
  reach();

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((branch) => { branch.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((branch) => { branch.open = false; }));
})();
