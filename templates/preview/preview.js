// The list, the frames, the keys, and the stream that tells of every save.
[# JavaScript has [[ ]] of its own. #]
[% raw %]
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const SIZES = { phone: [360, 740], tablet: [820, 1180], desktop: [1280, 800] };
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => root.classList.toggle("nightMode", dark.matches);
  dark.addEventListener("change", follow);
  follow();

  let deck = { cards: [], problems: [] }, shown = [], key = "";
  const make = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const chosen = (name) => document.querySelector(`[name=${name}]:checked`).value;
  const choose = (name, value) => { document.querySelector(`[name=${name}][value=${value}]`).checked = true; stage(); };
  const current = () => deck.cards.find((card) => card.key === key);

  // --- the list ---
  const plain = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
  const rows = new Map();
  function list() {
    rows.clear();
    for (const card of deck.cards) {
      const item = make("li"), link = make("a");
      link.href = `#${card.key}`;
      const number = card.key.split("/")[1];
      link.append(make("span", card.title + (number ? ` (${number})` : "")), make("small", card.key));
      if (card.problems.length) {
        const worst = ["error", "warning", "info"].find((severity) => card.problems.some((p) => p.severity === severity));
        const badge = make("b", String(card.problems.length), worst);
        badge.title = `${card.problems.length} problems`;
        link.append(badge);
      }
      item.append(link);
      rows.set(card.key, { item, link, text: plain(`${card.key} ${card.deck} ${card.text}`) });
    }
    filter();
  }
  function filter() {
    const words = plain(byId("query").value).split(/\s+/).filter(Boolean);
    const faulty = byId("faulty").getAttribute("aria-pressed") === "true";
    shown = deck.cards.filter((card) => (!faulty || card.problems.length) && words.every((word) => rows.get(card.key).text.includes(word)));
    draw();
    byId("count").textContent = shown.length === deck.cards.length ? `${deck.cards.length} cards` : `${shown.length} of ${deck.cards.length} cards`;
  }
  // Only the rows around the current card are in the page, and more when one scrolls to them: 10,000 take seconds.
  const ROWS = 200;
  let drawn = [0, 0];
  const items = (from, to) => shown.slice(from, to).map((card) => rows.get(card.key).item);
  const watcher = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    const [from, to] = [Math.max(0, drawn[0] - ROWS), Math.min(shown.length, drawn[1] + ROWS)];
    byId("list").prepend(...items(from, drawn[0]));
    byId("list").append(...items(drawn[1], to));
    drawn = [from, to];
    watch();
  }, { root: byId("list"), rootMargin: "400px" });
  function draw() {
    const from = Math.max(0, shown.findIndex((card) => card.key === key) - ROWS);
    drawn = [from, Math.min(shown.length, from + 2 * ROWS)];
    byId("list").replaceChildren(...items(...drawn));
    watch();
  }
  function watch() {
    watcher.disconnect();
    if (drawn[0] > 0) watcher.observe(byId("list").firstChild);
    if (drawn[1] < shown.length) watcher.observe(byId("list").lastChild);
  }
  const told = (problem) => {
    const item = make("li", "", `problem ${problem.severity}`);
    item.append(make("b", problem.code), problem.message, make("small", `${problem.place}${problem.fix ? ` · ${problem.fix}` : ""}`));
    return item;
  };

  // --- the card ---
  function show(name) {
    const card = deck.cards.find((one) => one.key === name) || shown[0] || deck.cards[0];
    rows.get(key)?.link.removeAttribute("aria-current");
    key = card ? card.key : "";
    rows.get(key)?.link.setAttribute("aria-current", "true");
    if (shown.includes(card) && !rows.get(key).item.isConnected) draw();
    rows.get(key)?.item.scrollIntoView({ block: "nearest" });
    byId("title").textContent = card ? card.title : "There is no card yet";
    byId("place").textContent = card ? `${card.path}:${card.line}` : "";
    byId("kind").textContent = card ? `${card.kind}, ${card.deck.replaceAll("::", " › ")}` : "";
    byId("problems").replaceChildren(...(card ? card.problems.map(told) : []));
    stage();
  }
  function stage() {
    const device = chosen("device"), side = chosen("side"), sides = side === "both" ? ["front", "back"] : [side];
    const [width, height] = SIZES[device];
    const room = byId("stage").clientWidth - 72;  // two frames with their borders, the gap, and the stage's padding
    const scale = Math.max(0.5, Math.min(1, room / 2 / width));
    const faces = current() ? sides.flatMap((one) => [[one, false], [one, true]]) : [];
    const frames = [...byId("stage").children];
    while (frames.length > faces.length) frames.pop().remove();
    while (frames.length < faces.length) frames.push(frame());
    faces.forEach(([one, night], i) => {
      const box = frames[i].querySelector(".frame"), view = frames[i].querySelector("iframe");
      frames[i].firstChild.textContent = `${one === "front" ? "Front" : "Back"}, ${night ? "night" : "light"}`;
      box.classList.toggle("night", night);
      Object.assign(box.style, { width: `${width * scale + 2}px`, height: `${height * scale + 2}px` });
      Object.assign(view.style, { width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` });
      view.title = frames[i].firstChild.textContent;
      const query = new URLSearchParams({ card: key, side: one, device, night: night ? 1 : 0, v: deck.version });
      const address = `/face?${query}${one === "back" ? "#answer" : ""}`;
      if (view.dataset.address !== address) {
        view.dataset.address = address;
        if (document.activeElement === view) view.blur();  // a page that is leaving would swallow the next key
        view.contentWindow.location.replace(address);  // not `src`: Back must not walk through frames
      }
    });
  }
  // Keys pressed inside a frame are ours too; a page can get the focus long before its pictures have loaded.
  const listen = (view) => view.contentDocument?.addEventListener("keydown", press);
  addEventListener("blur", () => { if (document.activeElement?.tagName === "IFRAME") listen(document.activeElement); });
  function frame() {
    const figure = make("figure"), box = make("div", "", "frame"), view = make("iframe");
    view.addEventListener("load", () => listen(view));
    box.append(view);
    figure.append(make("figcaption"), box);
    byId("stage").append(figure);
    return figure;
  }

  // --- keys ---
  function step(by, wanted = () => true) {
    const cards = shown.length ? shown : deck.cards;
    let at = cards.findIndex((card) => card.key === key);
    do at += by; while (cards[at] && !wanted(cards[at]));
    if (cards[at]) location.hash = cards[at].key;
  }
  const next = (name, values) => choose(name, values[(values.indexOf(chosen(name)) + 1) % values.length]);
  const keys = {
    j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1),
    " ": () => choose("side", chosen("side") === "back" ? "front" : "back"),
    b: () => choose("side", chosen("side") === "both" ? "back" : "both"),
    d: () => next("device", Object.keys(SIZES)),
    p: () => step(1, (card) => card.problems.length),
    "/": () => { byId("query").focus(); byId("query").select(); },
  };
  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches?.("input[type=search], input[type=text]")) {
      if (event.key === "Enter" && shown[0]) { location.hash = shown[0].key; event.target.blur(); }
      if (event.key === "Escape") { byId("query").value = ""; filter(); event.target.blur(); }
      return;
    }
    if (event.target.closest?.("button, summary") && event.key === " ") return;
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  }
  document.addEventListener("keydown", press);
  byId("query").addEventListener("input", filter);
  byId("faulty").addEventListener("click", () => {
    const on = byId("faulty").getAttribute("aria-pressed") !== "true";
    byId("faulty").setAttribute("aria-pressed", on);
    filter();
    if (on && shown.length && !shown.some((card) => card.key === key)) location.hash = shown[0].key;
  });
  for (const name of ["side", "device"]) byId(name).addEventListener("change", stage);
  const wanted = () => decodeURIComponent(location.hash.slice(1));
  addEventListener("hashchange", () => show(wanted()));
  addEventListener("resize", stage);

  // --- what a save changes ---
  async function load() {
    deck = await (await fetch("/deck.json")).json();
    const own = new Set(deck.cards.flatMap((card) => card.problems.map((p) => p.place + p.code + p.message)));
    const general = deck.problems.filter((p) => !own.has(p.place + p.code + p.message));
    byId("failure").hidden = !deck.failure;
    byId("failure").textContent = deck.failure;
    byId("general").hidden = !general.length;
    byId("general").replaceChildren(...general.map(told));
    byId("faulty").hidden = !deck.problems.length;
    byId("faulty").textContent = deck.summary;
    byId("live").textContent = `read in ${deck.seconds} s`;
    list();
    show(key || wanted());
  }
  const stream = new EventSource("/events");
  stream.addEventListener("message", (event) => { if (Number(event.data) !== deck.version) load(); });
  stream.addEventListener("error", () => { byId("live").textContent = "the preview has ended"; });
})();
[% endraw %]
