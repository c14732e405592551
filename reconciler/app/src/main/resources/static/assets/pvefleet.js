// Keeps the page true: ages are counted on here, what changed is fetched again. Everything works without this file.
"use strict";
(() => {
  const POLL_MS = 10000;
  const NEWS_MS = 1000;
  // Sentences with an age in them are not counted on: none is older than this.
  const IDLE_MS = 60000;
  const JITTER_MS = 300;
  const clock = document.getElementById("clock");
  const said = document.getElementById("said");
  const root = document.documentElement;
  if (!clock || !clock.dataset.rev) return;

  // ---- ages -------------------------------------------------------------------------------------------------------------------
  const [sec, min, hour, day, ago] = clock.dataset.units.split("|");
  let ahead = Date.parse(clock.dataset.now) - Date.now();
  const fill = (form, value) => form.replace("{0}", typeof value === "number" ? value.toLocaleString(root.lang) : value);
  const age = (s) => {
    if (s < 60) return fill(sec, Math.max(0, s));
    if (s < 3600) return fill(min, Math.floor(s / 60));
    if (s >= 86400) return fill(day, Math.floor(s / 86400));
    const minutes = Math.floor((s % 3600) / 60);
    const hours = fill(hour, Math.floor(s / 3600));
    return minutes === 0 || s >= 36000 ? hours : `${hours} ${fill(min, minutes)}`;
  };
  const countOn = () => {
    const now = Math.floor((Date.now() + ahead) / 1000);
    for (const element of document.querySelectorAll("[data-age]")) {
      const at = element.dataset.at || element.closest("time").getAttribute("datetime");
      const text = age(now - Date.parse(at) / 1000);
      const shown = element.dataset.age === "ago" ? fill(ago, text) : text;
      if (element.textContent !== shown) element.textContent = shown;
    }
  };

  // ---- merging ----------------------------------------------------------------------------------------------------------------
  // Replaces only what differs, so that nothing flickers, no focus is lost and a selected text stays selected.
  const merge = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    const sameKind = old.nodeType === 1 && fresh.nodeType === 1 && old.tagName === fresh.tagName && old.id === fresh.id;
    if (!sameKind) {
      old.replaceWith(fresh);
      return;
    }
    // Whether a site's VMs are unfolded is the reader's choice.
    if (old.tagName === "DETAILS") fresh.open = old.open;
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of [...fresh.attributes]) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    mergeChildren(old, fresh);
  };

  const mergeChildren = (old, fresh) => {
    const keyed = new Map();
    for (const child of old.children) if (child.id) keyed.set(child.id, child);
    let at = old.firstChild;
    for (const next of [...fresh.childNodes]) {
      const known = next.id ? keyed.get(next.id) : null;
      if (known) {
        if (known !== at) old.insertBefore(known, at);
        merge(known, next);
        at = known.nextSibling;
      } else if (at && !at.id && !next.id && at.nodeType === next.nodeType) {
        const following = at.nextSibling;
        merge(at, next);
        at = following;
      } else {
        if (next.nodeType === 1 && next.tagName === "TR") next.classList.add("is-new");
        old.insertBefore(next, at);
      }
    }
    while (at) {
      const following = at.nextSibling;
      at.remove();
      at = following;
    }
  };

  // ---- fetching ---------------------------------------------------------------------------------------------------------------
  const live = document.querySelector("[data-live]") !== null;
  let asking = false;
  let lostSince = null;
  let tag = null;
  let refreshed = Date.now();
  let due = Infinity;
  let up = false;

  const time = (date) => date.toLocaleTimeString(root.lang);
  const isSelecting = () => {
    const selection = document.getSelection();
    return selection !== null && !selection.isCollapsed;
  };
  const confirm = () => {
    const zone = clock.dataset.zone === "Z" ? "UTC" : clock.dataset.zone;
    try {
      clock.textContent = fill(clock.dataset.at, new Date(Date.now() + ahead).toLocaleString("sv-SE", { timeZone: zone }));
    } catch {
      // A zone that this browser does not know: the time of the first view stays.
    }
    if (lostSince) said.textContent = fill(said.dataset.updated, time(new Date()));
    lostSince = null;
    root.classList.remove("is-lost");
  };
  const lose = () => {
    if (lostSince) return;
    lostSince = new Date();
    said.textContent = clock.textContent = fill(said.dataset.lost, time(lostSince));
    root.classList.add("is-lost");
  };

  const refresh = async () => {
    if (asking || document.hidden || isSelecting()) return;
    asking = true;
    due = Infinity;
    try {
      const address = new URL(location.href);
      address.searchParams.set("fragment", "live");
      const headers = tag ? { "If-None-Match": tag } : {};
      const answer = await fetch(address, { headers, credentials: "same-origin", cache: "no-store" });
      if (answer.status === 404) location.reload();
      if (answer.status !== 304) {
        if (!answer.ok) throw new Error(String(answer.status));
        const text = await answer.text();
        const start = performance.now();
        const fresh = new DOMParser().parseFromString(text, "text/html");
        for (const part of document.querySelectorAll("[data-live]")) {
          const same = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
          if (same) mergeChildren(part, document.adoptNode(same));
        }
        tag = answer.headers.get("ETag");
        countOn();
        // For whoever measures: bench/pages.sh and the tools of a browser.
        performance.clearMeasures("pvefleet-patch");
        performance.measure("pvefleet-patch", { start });
      }
      confirm();
    } catch {
      due = Date.now() + POLL_MS;
      lose();
    } finally {
      asking = false;
      refreshed = Date.now();
    }
  };

  // ---- news -------------------------------------------------------------------------------------------------------------------
  const watch = new Set(clock.dataset.watch.split(" "));
  let last = clock.dataset.rev;

  const isShown = (id) => id === "*" || watch.has(id) || document.getElementById(id) !== null;
  // A host that was merely looked at again concerns the rows of its VMs too.
  const isAged = (id) =>
    watch.has("~") || isShown(id) || document.querySelector(`[id^="v-${CSS.escape(id.slice(2))}-"]`) !== null;
  const wanted = (after) => {
    // Whole milliseconds: a timer is cut to them and must not look before its time, for it looks once.
    due = Math.min(due, Math.max(Date.now() + Math.ceil(Math.random() * JITTER_MS), refreshed + after));
    setTimeout(() => Date.now() >= due && refresh(), Math.max(0, due - Date.now()));
  };

  const hear = ({ kind, id, data }) => {
    up = kind !== "down";
    if (!up) return;
    last = id || last;
    if (data && data.now) ahead = Date.parse(data.now) - Date.now();
    if (kind === "reset") wanted(NEWS_MS);
    else if (kind === "news" && data.ids.some(isShown)) wanted(NEWS_MS);
    else if (kind === "news" && data.soft.some(isAged)) wanted(POLL_MS);
    if (!lostSince || kind !== "up") confirm();
  };

  const connect = () => {
    if ("SharedWorker" in window) {
      const { port } = new SharedWorker(clock.dataset.worker, "pvefleet");
      port.onmessage = ({ data }) => hear(data);
      return { show: (after) => port.postMessage({ after }), hide: () => port.postMessage({}) };
    }
    const script = document.createElement("script");
    script.src = clock.dataset.worker;
    let link = null;
    script.onload = () => {
      link = window.pvefleetLive(hear);
      if (!document.hidden) link.show(last);
    };
    document.head.append(script);
    return { show: (after) => link && link.show(after), hide: () => link && link.hide() };
  };

  const start = () => {
    const link = connect();
    let seen = 0;
    const look = () => {
      if (document.hidden) {
        link.hide();
        return;
      }
      seen = Date.now();
      link.show(last);
    };
    setInterval(() => {
      if (document.hidden) return;
      if (!isSelecting()) countOn();
      if (Date.now() - seen >= POLL_MS) look();
      if (Date.now() >= due || Date.now() - refreshed >= (up ? IDLE_MS : POLL_MS)) refresh();
    }, 1000);
    document.addEventListener("visibilitychange", look);
    window.addEventListener("pagehide", () => link.hide());
    window.addEventListener("pageshow", look);
  };

  if (live) start();
  else setInterval(() => document.hidden || isSelecting() || countOn(), 1000);
})();
