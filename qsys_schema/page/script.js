"use strict";
// What the page can do more where scripts run: search, theme, zoom, copying an address. It holds no data: whatever it
// needs it reads from the page, and whatever it shows it shows as text.
(() => {
  const root = document.documentElement;
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const make = (name, text = "", properties = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    return Object.assign(made, properties);
  };
  const say = (text) => { byId("page:said").textContent = text; };
  root.classList.add("live");

  // Theme: as the system has it, or one of the two; kept where the browser keeps anything for a file.
  const THEMES = ["auto", "light", "dark"];
  const themeButton = one(".theme");
  const memory = {
    get: () => { try { return localStorage.getItem("qsys-theme"); } catch { return null; } },
    set: (value) => { try { localStorage.setItem("qsys-theme", value); } catch { /* then it is not kept */ } },
  };
  const setTheme = (theme) => {
    if (theme === "auto") root.removeAttribute("data-theme"); else root.setAttribute("data-theme", theme);
    themeButton.textContent = `Theme: ${theme}`;
  };
  let theme = THEMES.includes(memory.get()) ? memory.get() : "auto";
  setTheme(theme);
  themeButton.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    memory.set(theme);
    setTheme(theme);
  });

  // Contents on a small screen.
  const nav = byId("page:nav");
  const menu = one(".menu");
  const toggleMenu = (open) => {
    nav.classList.toggle("open", open);
    menu.setAttribute("aria-expanded", String(open));
  };
  menu.addEventListener("click", () => toggleMenu(!nav.classList.contains("open")));
  nav.addEventListener("click", (event) => { if (event.target.closest("a")) toggleMenu(false); });

  // Search.
  const MOST = 60;
  const input = byId("page:search");
  const list = byId("page:found");
  const count = one(".count");
  const contents = one(".contents");
  let known = null;
  let at = -1;

  const KINDS = { columns: "column", indexes: "index", keys: "foreign key", checks: "check" };
  // Everything that can be found: its name in full, its kind, where it is, and what else is said of it.
  const everything = () => {
    const items = [];
    const add = (id, name, kind, more) =>
      items.push({ id, name, kind, folded: name.toLowerCase(), last: name.toLowerCase().split(".").pop(), more: more.toLowerCase() });
    for (const article of all("article.table")) {
      const table = article.getAttribute("aria-label");
      const said = all(":scope > p.doc", article).map((p) => p.textContent).join(" ");
      add(article.id, table, "table", said);
      for (const row of all("tr[id]", article)) {
        const kind = KINDS[row.closest("table").className];
        const self = one("th a", row);
        add(row.id, `${table}.${self.textContent}`, kind, row.textContent);
      }
      for (const trigger of all("[data-kind=trigger]", article)) {
        add(trigger.id, `${table}.${one("summary code", trigger).textContent}`, "trigger", trigger.textContent);
      }
    }
    for (const other of all("main article[data-kind], main li[data-kind]")) {
      const name = other.getAttribute("aria-label") ?? one("a", other).textContent;
      add(other.id, name, other.dataset.kind, other.textContent);
    }
    return items;
  };

  const score = (item, words, typed) => {
    let total = item.kind === "table" ? 3 : 0;
    if (item.folded === typed || item.last === typed) total += 100;
    else if (item.folded.startsWith(typed) || item.last.startsWith(typed)) total += 60;
    else if (item.folded.includes(typed)) total += 40;
    for (const word of words) {
      if (item.folded.includes(word)) total += 10;
      else if (item.kind.startsWith(word)) total += 2;
      else if (item.more.includes(word)) total += 1;
      else return 0;
    }
    return total - item.name.length / 1000;
  };

  const marked = (name, words) => {
    const made = make("code");
    const folded = name.toLowerCase();
    let done = 0;
    // A letter whose small form has another length would shift the places: then nothing is marked.
    const spans = folded.length === name.length
      ? words.map((word) => [folded.indexOf(word), word.length]).filter(([place]) => place >= 0).sort((a, b) => a[0] - b[0])
      : [];
    for (const [place, length] of spans) {
      if (place < done) continue;
      made.append(name.slice(done, place), make("mark", name.slice(place, place + length)));
      done = place + length;
    }
    made.append(name.slice(done));
    return made;
  };

  const choose = (place) => {
    const options = all("[role=option]", list);
    if (options[at]) options[at].setAttribute("aria-selected", "false");
    at = options.length ? (place + options.length) % options.length : -1;
    if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
    options[at].setAttribute("aria-selected", "true");
    options[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[at].id);
  };

  const search = () => {
    const typed = input.value.trim().toLowerCase();
    const words = typed.split(/\s+/).filter(Boolean);
    list.replaceChildren();
    at = -1;
    input.removeAttribute("aria-activedescendant");
    contents.hidden = words.length > 0;
    input.setAttribute("aria-expanded", String(words.length > 0));
    if (!words.length) { count.textContent = ""; say(""); return; }
    known ??= everything();
    const found = [];
    for (const item of known) {
      const points = score(item, words, typed);
      if (points > 0) found.push([points, item]);
    }
    found.sort((a, b) => b[0] - a[0]);
    found.slice(0, MOST).forEach(([, item], place) => {
      const option = make("li", "", { id: `page:option${place}` });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.to = item.id;
      option.append(marked(item.name, words), make("small", item.kind));
      list.append(option);
    });
    const shown = found.length > MOST ? `, the best ${MOST} are listed` : "";
    count.textContent = found.length === 1 ? "1 result" : `${found.length} results${shown}`;
    say(count.textContent);
    choose(0);
  };

  const go = (id) => {
    toggleMenu(false);
    if (location.hash === hashOf(id)) arrive(); else location.hash = hashOf(id);
  };
  const hashOf = (id) => `#${encodeURIComponent(id).replace(/%3A/g, ":")}`;
  const wanted = () => { try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; } };

  input.addEventListener("input", search);
  // Looking through everything takes a moment, which is better spent before the first letter.
  input.addEventListener("focus", () => setTimeout(() => { known ??= everything(); }));
  input.addEventListener("keydown", (event) => {
    const option = all("[role=option]", list)[at];
    if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at - 1);
    else if (event.key === "Enter" && option) go(option.dataset.to);
    else if (event.key === "Escape") { input.value = ""; search(); input.blur(); }
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option.dataset.to);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input")) {
      event.preventDefault();
      toggleMenu(true);
      input.focus();
      input.select();
    } else if (event.key === "Escape") toggleMenu(false);
  });

  // Where an address leads: the place is shown, can be copied, and gets the focus, so that reading goes on there.
  const copy = make("button", "Copy link", { type: "button", className: "copy" });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      say("Link copied");
      copy.textContent = "Copied";
    } catch {
      say("The browser does not let this page copy; the address is in the address bar");
      copy.textContent = "See the address bar";
    }
    setTimeout(() => { copy.textContent = "Copy link"; }, 2000);
  });
  const show = make("button", "In the diagram", { type: "button", className: "copy" });
  show.addEventListener("click", () => showInDiagram(wanted()));
  const arrive = () => {
    const target = byId(wanted());
    toggleMenu(false);
    copy.remove();
    show.remove();
    for (const link of all("nav [aria-current]")) link.removeAttribute("aria-current");
    if (!target) return;
    const entries = new Map(all(".contents a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
    let inside = target;
    while (inside && !entries.has(inside.id)) inside = inside.parentElement;
    if (inside) entries.get(inside.id).setAttribute("aria-current", "true");
    const self = one("a.self, th > a", target);
    if (self) {
      self.after(copy);
      if (target.matches("article.table") && drawing) copy.after(show);
      self.focus({ preventScroll: true });
    }
    settle(target, 8);
  };
  // What lies between is laid out only when it comes near, which moves the target: so it is looked for again.
  const settle = (target, times) => {
    const before = target.getBoundingClientRect().top;
    target.scrollIntoView({ block: target.matches("tr, li") ? "center" : "start" });
    if (times && Math.abs(target.getBoundingClientRect().top - before) > 1) requestAnimationFrame(() => settle(target, times - 1));
  };
  // The diagram: it scrolls by itself; here it is zoomed, dragged with a mouse, and shows who belongs to whom.
  const canvas = one(".canvas");
  const drawing = canvas && one("svg.er", canvas);
  let showInDiagram = () => {};
  if (drawing) {
    const width = drawing.viewBox.baseVal.width;
    const height = drawing.viewBox.baseVal.height;
    let scale = 1;
    // From far away only the names are shown, each as large as its box allows.
    const farther = (far) => {
      if (drawing.classList.contains("far") === far) return;
      drawing.classList.toggle("far", far);
      for (const box of all("a", drawing)) {
        const name = one(".n", box);
        const rect = one("rect", box);
        const [wide, high] = [rect.width.baseVal.value, rect.height.baseVal.value];
        const size = Math.min(20, (wide - 14) / (name.textContent.length * 0.61), high * 0.6);
        name.setAttribute("font-size", far ? size : 12);
        name.setAttribute("y", far ? high / 2 + size * 0.35 : 20);
        name.setAttribute("x", far ? 7 : 12);
      }
    };
    const zoom = (to, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) => {
      const before = scale;
      scale = Math.min(Math.max(to, 0.05), 3);
      const left = (canvas.scrollLeft + x) * (scale / before) - x;
      const top = (canvas.scrollTop + y) * (scale / before) - y;
      farther(scale < 0.62);
      drawing.setAttribute("width", width * scale);
      drawing.setAttribute("height", height * scale);
      canvas.scrollTo({ left, top, behavior: "instant" });
    };
    const fitting = () => Math.min(1, canvas.clientWidth / width, (Math.min(innerHeight * 0.75, 736) - 4) / height);
    const zooms = { in: () => zoom(scale * 1.25), out: () => zoom(scale / 1.25), fit: () => zoom(fitting()), one: () => zoom(1) };
    zooms.fit();
    for (const button of all("[data-zoom]")) button.addEventListener("click", () => zooms[button.dataset.zoom]());
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const frame = canvas.getBoundingClientRect();
      zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - frame.left, event.clientY - frame.top);
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      const pressed = { "+": "in", "=": "in", "-": "out", 0: "fit", 1: "one" }[event.key];
      if (!pressed || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      zooms[pressed]();
    });
    let held = null;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button) return;
      held = { x: event.clientX, y: event.clientY, left: canvas.scrollLeft, top: canvas.scrollTop, moved: false };
    });
    addEventListener("pointermove", (event) => {
      if (!held) return;
      held.moved ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) > 4;
      canvas.classList.toggle("held", held.moved);
      if (held.moved) canvas.scrollTo({ left: held.left + held.x - event.clientX, top: held.top + held.y - event.clientY, behavior: "instant" });
    });
    addEventListener("pointerup", () => {
      const moved = held?.moved;
      held = null;
      canvas.classList.remove("held");
      // A drag that ends on a table is no click on it.
      if (moved) canvas.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
    });
    canvas.addEventListener("dragstart", (event) => event.preventDefault());

    const boxes = new Map(all("a", drawing).map((box) => [decodeURIComponent(box.href.baseVal.slice(1)), box]));
    const edges = all("g > path", drawing);
    const light = (id) => {
      drawing.classList.toggle("lit", id !== null);
      for (const lit of all(".on", drawing)) lit.classList.remove("on");
      if (id === null) return;
      boxes.get(id)?.classList.add("on");
      for (const edge of edges) {
        const { from, to } = edge.dataset;
        if (from !== id && to !== id) continue;
        edge.classList.add("on");
        boxes.get(from)?.classList.add("on");
        boxes.get(to)?.classList.add("on");
      }
    };
    showInDiagram = (id) => {
      const box = boxes.get(id);
      if (!box) return;
      zooms.one();
      const [frame, place] = [canvas.getBoundingClientRect(), box.getBoundingClientRect()];
      canvas.scrollTo({
        left: canvas.scrollLeft + place.left - frame.left - (frame.width - place.width) / 2,
        top: canvas.scrollTop + place.top - frame.top - (frame.height - place.height) / 2,
        behavior: "instant",
      });
      canvas.scrollIntoView({ block: "center" });
      box.focus({ preventScroll: true });
      light(id);
    };
    for (const [id, box] of boxes.size > 2 ? boxes : []) {
      box.addEventListener("pointerenter", () => light(id));
      box.addEventListener("pointerleave", () => light(null));
      box.addEventListener("focus", () => light(id));
      box.addEventListener("blur", () => light(null));
    }
  }

  addEventListener("hashchange", arrive);
  // The browser goes to the place by itself once more when all is there.
  if (location.hash) {
    arrive();
    addEventListener("load", arrive);
  }
})();
