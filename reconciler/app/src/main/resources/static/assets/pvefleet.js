// Keeps the page as old as ten seconds at most. Everything works without this file.
"use strict";
(() => {
  const EVERY_MS = 10000;
  const said = document.getElementById("said");
  const root = document.documentElement;
  let asking = false;
  let lostSince = null;

  const time = (date) => date.toLocaleTimeString(root.lang);

  // Replaces only what differs, so that nothing flickers, no focus is lost and a selected text stays selected.
  const merge = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    const sameKind = old.nodeType === 1 && fresh.nodeType === 1 && old.tagName === fresh.tagName && old.id === fresh.id;
    if (!sameKind) {
      old.replaceWith(fresh);
      return;
    }
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

  const isBusy = () => {
    const selection = document.getSelection();
    return document.hidden || (selection && !selection.isCollapsed);
  };

  const refresh = async () => {
    if (asking || isBusy()) return;
    asking = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) {
        const same = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
        if (same) mergeChildren(part, document.adoptNode(same));
      }
      if (lostSince) said.textContent = said.dataset.updated.replace("{0}", time(new Date()));
      lostSince = null;
      root.classList.remove("is-lost");
    } catch {
      if (!lostSince) {
        lostSince = new Date();
        const sentence = said.dataset.lost.replace("{0}", time(lostSince));
        said.textContent = sentence;
        document.getElementById("clock").textContent = sentence;
        root.classList.add("is-lost");
      }
    } finally {
      asking = false;
    }
  };

  if (document.querySelector("[data-live]:not(#clock)")) {
    setInterval(refresh, EVERY_MS);
    document.addEventListener("visibilitychange", () => document.hidden || refresh());
  }
})();
