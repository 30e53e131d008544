// Search, filter, keys and self-test. The page can be read without any of it.
[# JavaScript has [[ ]] of its own. #]
[% raw %]
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");

  // --- night: before the page is painted ---
  const kept = {  // storage may be forbidden, for instance for a page opened from a file
    get: () => { try { return localStorage.getItem("night"); } catch { return null; } },
    set: (value) => { try { localStorage.setItem("night", value); } catch { /* it lasts until the page is closed */ } },
  };
  const wishes = matchMedia("(prefers-color-scheme: dark)");
  const setNight = (on) => {
    root.classList.toggle("nightMode", on);
    document.getElementById("_night")?.setAttribute("aria-pressed", on);
  };
  const wanted = () => (kept.get() === null ? wishes.matches : kept.get() === "yes");
  setNight(wanted());
  wishes.addEventListener("change", () => setNight(wanted()));

  document.addEventListener("DOMContentLoaded", () => {
    const byId = (id) => document.getElementById(id);
    const cards = [...document.querySelectorAll("article")];
    const groups = [...document.querySelectorAll(".chapter, .part")];
    const links = [...document.querySelectorAll("[data-tag]")];
    const query = byId("_query");
    setNight(wanted());
    byId("_night").addEventListener("click", night);
    if (matchMedia("(max-width: 999px)").matches) byId("_filter")?.removeAttribute("open");
    function night() {
      setNight(!root.classList.contains("nightMode"));
      kept.set(root.classList.contains("nightMode") ? "yes" : "no");
    }

    // --- what a card is found by, made when it is first needed ---
    const plain = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
    const known = new Map();
    function facts(card) {
      if (!known.has(card)) {
        const tags = tagsOf(card);
        known.set(card, { tags, text: plain(`${card.id} ${placeOf(card)} ${tags.map(label).join(" ")} ${card.textContent}`) });
      }
      return known.get(card);
    }
    const idle = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 5 }), 20));
    let next = 0;
    function prepare(deadline) {
      while (next < cards.length && deadline.timeRemaining() > 2) facts(cards[next++]);
      if (next < cards.length) idle(prepare);
    }
    idle(prepare);

    // --- the foot of a card, made when it is first opened: every byte of it would be there a thousand times ---
    const label = (tag) => tag.split("::").pop().replaceAll("-", " ");
    const tagsOf = (card) => (card.dataset.tags || "").split(" ").filter(Boolean);
    const placeOf = (card) => `${card.parentElement.dataset.path}:${card.dataset.line}`;
    function row(name, ...links) {
      const line = document.createElement("p");
      line.className = name;
      for (const [href, text] of links) {
        const link = document.createElement("a");
        Object.assign(link, { href, textContent: text });
        line.append(link, " ");
      }
      return line;
    }
    function foot(card) {
      if (card.querySelector("footer")) return;
      const [path, fix] = [card.parentElement.dataset.path, byId("_cards").dataset.fix || ""];
      const address = fix.replace("{path}", path).replace("{line}", card.dataset.line).replaceAll("{id}", card.id);
      const footer = document.createElement("footer");
      footer.append(row("tags", ...tagsOf(card).map((tag) => [`#tag=${tag}`, label(tag)])));
      footer.append(row("where", [`#${card.id}`, placeOf(card)], ...(fix ? [[address, "Fix this card"]] : [])));
      card.querySelector(".sheet").append(footer);
    }
    byId("_cards").addEventListener("toggle", (event) => event.target.parentElement.matches("article") && foot(event.target.parentElement), true);

    // --- search and filter; both stand in the address, so that Back and bookmarks work ---
    let shown = cards;
    const state = () => {
      const given = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
      return { tag: given.get("tag") || "", words: plain(given.get("q") || "").split(/\s+/).filter(Boolean), q: given.get("q") || "" };
    };
    function update() {
      const { tag, words, q } = state();
      if (document.activeElement !== query) query.value = q;
      shown = cards.filter((card) => (!tag && !words.length) || matches(facts(card), tag, words));
      const visible = new Set(shown);
      for (const card of cards) if (card.hidden === visible.has(card)) card.hidden = !visible.has(card);
      for (const group of groups) group.hidden = !group.querySelector("article:not([hidden])");
      for (const link of links) link.dataset.tag === tag ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
      const all = !tag && !words.length;
      byId("_overview").hidden = !all;
      byId("_clear").hidden = all;
      byId("_state").textContent = all ? "" : said(tag, q);
      highlight(words);
    }
    const matches = (card, tag, words) =>
      (!tag || card.tags.some((own) => own === tag || own.startsWith(`${tag}::`))) && words.every((word) => card.text.includes(word));
    function said(tag, q) {
      const count = shown.length === 1 ? "1 card" : `${shown.length || "No"} cards`;
      return count + (tag ? ` tagged ${label(tag)}` : "") + (q ? ` with “${q}”` : "");
    }
    function highlight(words) {
      if (!window.Highlight) return;
      CSS.highlights.clear();
      if (!words.length) return;
      const ranges = [];
      for (const card of shown.slice(0, 200)) {
        const walker = document.createTreeWalker(card.querySelector("details"), NodeFilter.SHOW_TEXT);
        for (let node; (node = walker.nextNode());) {
          const text = node.data.toLowerCase();
          if (text.length !== node.data.length) continue;
          for (const word of words)
            for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
              const range = new Range();
              range.setStart(node, at);
              range.setEnd(node, at + word.length);
              ranges.push(range);
            }
        }
      }
      CSS.highlights.set("found", new Highlight(...ranges));
    }
    let waiting = 0;
    query.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        const given = new URLSearchParams({ ...(state().tag && { tag: state().tag }), ...(query.value.trim() && { q: query.value.trim() }) });
        const hash = `#${given}`.replaceAll("%3A", ":");
        try { history.replaceState(null, "", hash); } catch { location.hash = hash; }
        update();
        scrollTo(0, 0);
      }, 60);
    });

    // --- a card's own address ---
    function arrive() {
      update();
      const card = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
      if (card && card.matches("article")) open(card);
      else if (location.hash.includes("tag=")) byId("_cards").scrollIntoView();
    }
    function open(card) {
      card.querySelector("details").open = true;
      card.scrollIntoView({ block: "start" });
      card.querySelector("summary").focus({ preventScroll: true });
    }
    addEventListener("hashchange", arrive);
    arrive();
    // The browser itself goes to the address until everything is loaded, and takes the focus away as it does.
    if (document.readyState !== "complete") addEventListener("load", () => setTimeout(arrive), { once: true });

    // --- keys ---
    const current = () => document.activeElement?.closest?.("article");
    function step(by) {
      const at = shown.indexOf(current());
      const card = shown[at < 0 ? (by > 0 ? firstInView() : 0) : Math.min(Math.max(at + by, 0), shown.length - 1)];
      if (!card) return;
      card.scrollIntoView({ block: "nearest" });
      card.querySelector("summary").focus();
    }
    const firstInView = () => Math.max(0, shown.findIndex((card) => card.getBoundingClientRect().top > 60));
    const keys = {
      "/": () => { query.focus(); query.select(); },
      j: () => step(1),
      k: () => step(-1),
      n: night,
      t: start,
      " ": () => { const card = current(); if (card) { const d = card.querySelector("details"); d.open = !d.open; } return Boolean(card); },
    };
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || test.open) return;
      if (event.key === "Escape" && event.target === query) { query.blur(); location.hash = ""; }
      if (event.target === query && event.key === "Enter") { event.preventDefault(); step(1); }
      if (event.target.closest("input, select, textarea, summary, button") && !"jk/nt".includes(event.key)) return;
      if (event.target.closest("input")) return;
      if (keys[event.key] && keys[event.key]() !== false) event.preventDefault();
    });

    // --- self-test ---
    const test = byId("_test"), ask = byId("_ask"), front = byId("_front"), back = byId("_back");
    const button = Object.fromEntries([...test.querySelectorAll("[data-do]")].map((b) => [b.dataset.do, b]));
    let queue = [], missed = [], at = 0, returns = null;
    byId("_practise").addEventListener("click", start);
    function start() {
      returns = document.activeElement;
      begin(shown.flatMap((card) => (card.dataset.kind === "reversed" ? [[card, false], [card, true]] : [[card, false]])));
      test.showModal();
      ask.focus();
    }
    function begin(cards) {
      queue = cards.map((card) => [Math.random(), card]).sort((a, b) => a[0] - b[0]).map(([, card]) => card);
      [missed, at] = [[], 0];
      put();
    }
    const copy = (nodes) => [...nodes].map((node) => node.cloneNode(true));
    const only = (...names) => Object.entries(button).forEach(([name, b]) => { b.hidden = !names.includes(name) && name !== "close"; });
    function put() {
      byId("_done").max = queue.length || 1;
      byId("_done").value = at;
      back.hidden = true;
      front.replaceChildren();
      if (at >= queue.length) return finish();
      const [card, backward] = queue[at];
      byId("_progress").textContent = `${at + 1} of ${queue.length}`;
      byId("_where").textContent = card.closest(".part").querySelector("h2")?.textContent || "";
      const title = copy(card.querySelector("h4").childNodes), sheet = card.querySelector(".sheet");
      const reply = copy(sheet.querySelectorAll(":scope > .reply"));
      const rest = copy(sheet.querySelectorAll(":scope > :not(.front, .hint, .reply, footer)"));
      ask.replaceChildren(...(backward ? reply : title));
      if (backward) byId("_where").textContent += " — what is described here?";
      else front.replaceChildren(...copy(sheet.querySelectorAll(":scope > .front, :scope > .hint")));
      for (const part of front.children) part.hidden = false;
      front.querySelectorAll(".choice").forEach(offer);
      if (card.dataset.kind === "typed") front.append(box());
      const answer = document.createElement("div");
      answer.className = "ask";
      if (backward) answer.append(...title);
      back.replaceChildren(...(backward ? [answer] : reply), ...rest);
      only("flip");
      test.querySelector(".scroll").scrollTop = 0;
      (front.querySelector("input.typed") || ask).focus();
    }
    function offer(item) {
      const label = document.createElement("label"), tick = document.createElement("input"), text = document.createElement("span");
      tick.type = "checkbox";
      tick.addEventListener("change", () => item.classList.toggle("picked", tick.checked));
      text.append(...item.childNodes);
      label.append(tick, text);
      item.append(label);
    }
    function box() {
      const input = document.createElement("input");
      Object.assign(input, { className: "typed", autocomplete: "off", spellcheck: false });
      input.setAttribute("aria-label", "Your answer");
      return input;
    }
    function flip() {
      back.hidden = false;
      const ticked = [...front.querySelectorAll(".choice")].map((item) => item.matches(".picked"));
      back.querySelectorAll(".choice").forEach((item, i) => item.classList.toggle("picked", ticked[i]));
      back.querySelector(".choices")?.classList.toggle("answered", ticked.includes(true));
      front.querySelector(".blank")?.remove();
      only("again", "knew");
      button.knew.focus({ preventScroll: true });
      back.scrollIntoView({ block: "nearest" });
    }
    function mark(knew) {
      if (!knew) missed.push(queue[at]);
      at += 1;
      put();
    }
    function finish() {
      const count = queue.length - missed.length;
      byId("_progress").textContent = "Done";
      byId("_where").textContent = "";
      ask.textContent = queue.length ? `You knew ${count} of ${queue.length}.` : "There is no card to ask for.";
      only(...(missed.length ? ["repeat"] : []));
      (missed.length ? button.repeat : button.close).focus();
    }
    const actions = { close: () => test.close(), flip, again: () => mark(false), knew: () => mark(true), repeat: () => begin(missed) };
    test.addEventListener("click", (event) => actions[event.target.closest("[data-do]")?.dataset.do]?.());
    test.addEventListener("close", () => returns?.focus());
    test.addEventListener("keydown", (event) => {
      const typing = event.target.matches("input");
      const name = back.hidden ? { Enter: "flip", ...(!typing && { " ": "flip" }) }[event.key] : { 1: "again", 2: "knew" }[event.key];
      if (!name || button[name].hidden || event.target.closest("summary, a")) return;
      if (event.target.matches("[data-do]") && event.key !== "1" && event.key !== "2") return;
      event.preventDefault();
      actions[name]();
    });
  });
})();
[% endraw %]
