"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const viewer = $("#viewer");
  const articles = $$("article.f");
  let words = null;
  let shown = null;
  let current = null;
  let step = -1;
  let ready = false;

  // ---- the document pane
  function show(index) {
    if (shown === index) return true;
    const text = document.getElementById("d" + index);
    if (!text) return false;
    viewer.innerHTML = text.textContent;
    // What the colours mean, below the document's name.
    $(".where", viewer).after($("#legend").content.cloneNode(true));
    viewer.scrollTop = 0;
    shown = index;
    if (current) paint();
    return true;
  }
  const inside = (start, end) =>
    $$("mark", viewer).filter((m) => +m.dataset.s >= start && +m.dataset.e <= end);
  // The numbers of a finding, but for those that are folded away.
  const places = (article) => $$("[data-j]", article).filter((j) => !j.closest("details:not([open])"));
  // A button's document, and the first and last offset it points at.
  const target = (button) => button.dataset.j.split(" ");
  function paint() {
    for (const m of $$("mark.on, mark.bad, mark.at", viewer)) m.classList.remove("on", "bad", "at");
    const marks = $$("mark", viewer);
    for (const j of $$("[data-j]", current)) {
      const [index, start, end] = target(j);
      if (index !== shown) continue;
      const bad = !!j.closest(".bad");
      for (const m of marks) {
        if (+m.dataset.s >= +start && +m.dataset.e <= +end) m.classList.add(bad ? "bad" : "on");
      }
    }
    for (const m of $$("mark.bad.on", viewer)) m.classList.remove("on");
  }
  // Only the pane scrolls: the list beside it stays where the reader is.
  function bring(mark) {
    const pane = viewer.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    viewer.scrollTop += at.top - pane.top - viewer.clientHeight / 3;
    const holder = mark.closest(".t");
    if (holder) holder.scrollLeft += at.left - holder.getBoundingClientRect().left - holder.clientWidth / 2;
  }
  function jump(button) {
    const [index, start, end] = target(button);
    if (!show(index)) return;
    for (const m of $$("mark.at", viewer)) m.classList.remove("at");
    const found = inside(+start, +end);
    for (const m of found) m.classList.add("at");
    if (found[0]) bring(found[0]);
  }
  function choose(article, focus) {
    if (current) current.classList.remove("now");
    current = article;
    step = -1;
    article.classList.add("now");
    // While the page still loads, an address with a fragment would make the browser scroll to it.
    if (ready) history.replaceState(null, "", "#" + article.id);
    const first = $(".bad [data-j]", article) || $("[data-j]", article);
    if (first) {
      show(target(first)[0]);
      paint();
      jump(first);
    }
    if (focus) {
      article.scrollIntoView({ block: "nearest" });
      $(".open", article).focus({ preventScroll: true });
    }
  }
  const narrow = matchMedia("(max-width: 60rem)");
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const article = event.target.closest("article.f");
    // Whoever marks words in order to copy them does not choose.
    if (article && article !== current && (button || getSelection().isCollapsed)) choose(article, false);
    if (!button) return;
    if (article && narrow.matches) viewer.scrollIntoView({ block: "nearest" });
    if (button.matches("[data-j]")) jump(button);
    else if (button.matches(".show")) {
      if (current) current.classList.remove("now");
      current = null;
      shown = null;
      show(button.dataset.d);
      viewer.focus();
    } else if (button.dataset.body !== undefined) {
      $("#b").value = button.dataset.body;
      $("#y").value = button.dataset.year;
      filter();
    } else if (button.dataset.rule !== undefined) {
      $("#r").value = button.dataset.rule;
      filter();
    } else if (button.dataset.find !== undefined) {
      $("#q").value = button.dataset.find;
      filter();
    } else return;
    if (button.closest(".overview")) $("#list").scrollIntoView();
  });

  // ---- filters
  function fill(select, values) {
    if (!select) return;
    const all = new Option(select.dataset.all, "");
    select.replaceChildren(all, ...[...new Set(values)].sort().map((v) => new Option(v, v)));
  }
  const list = (article, key) => (article.dataset[key] ? article.dataset[key].split("|") : []);
  fill($("#r"), articles.map((a) => a.dataset.r));
  fill($("#b"), articles.flatMap((a) => list(a, "b")));
  fill($("#y"), articles.flatMap((a) => list(a, "y")));
  function filter() {
    const levels = new Set($$("#filters [name=s]:checked").map((box) => box.value));
    const query = $("#q").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const rule = $("#r").value;
    const body = $("#b") ? $("#b").value : "";
    const year = $("#y") ? $("#y").value : "";
    // Reading two thousand findings takes a moment: only once somebody searches.
    if (query.length && !words) words = articles.map((a) => a.textContent.toLowerCase());
    let count = 0;
    articles.forEach((a, at) => {
      const keep =
        levels.has(a.dataset.s) &&
        (!rule || a.dataset.r === rule) &&
        (!body || list(a, "b").includes(body)) &&
        (!year || list(a, "y").includes(year)) &&
        query.every((word) => words[at].includes(word));
      a.hidden = !keep;
      if (keep) count += 1;
    });
    // The document beside the list is that of a finding in the list.
    if (current && current.hidden && count) choose(articles.find((a) => !a.hidden), false);
    $("#count").textContent = count === articles.length ? String(count) : count + " / " + articles.length;
  }
  $("#filters").addEventListener("input", filter);
  $("#filters").addEventListener("submit", (event) => event.preventDefault());
  $("#filters").addEventListener("reset", () => setTimeout(filter));

  // ---- keyboard, theme, help
  function theme() {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  }
  function move(by) {
    const visible = articles.filter((a) => !a.hidden);
    if (!visible.length) return;
    const at = visible.indexOf(current);
    const next = at < 0 ? 0 : Math.min(visible.length - 1, Math.max(0, at + by));
    choose(visible[next], true);
  }
  function walk(by) {
    if (!current) return;
    const buttons = places(current);
    if (!buttons.length) return;
    step = (step + by + buttons.length) % buttons.length;
    jump(buttons[step]);
  }
  const help = $("#help");
  $("#theme").addEventListener("click", theme);
  $("#keys").addEventListener("click", () => help.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target.matches("input[type=search], select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const actions = {
      j: () => move(1),
      k: () => move(-1),
      n: () => walk(1),
      p: () => walk(-1),
      "/": () => $("#q").focus(),
      t: theme,
      "?": () => help.showModal(),
    };
    if (actions[event.key]) {
      event.preventDefault();
      actions[event.key]();
    }
  });
  // The last years are the ones that matter most.
  if ($(".heatmap")) $(".heatmap").scrollLeft = 1e6;
  filter();
  const wanted = location.hash && document.getElementById(location.hash.slice(1));
  if (wanted && wanted.matches("article.f")) choose(wanted, true);
  else if (articles.some((a) => !a.hidden)) choose(articles.find((a) => !a.hidden), false);
  else if (document.getElementById("d0") && !document.getElementById("d1")) show("0");
  ready = true;
})();
