// The stream of news: one for all tabs of a browser, open while one of them is looked at. As a shared worker where there is such a
// thing, else within the page. Tells {kind: "up" | "down" | "beat" | "news" | "reset", id, data}.
"use strict";
(() => {
  const SILENT_MS = 40000;
  const REFUSED_MS = 60000;

  const makeStream = (tell) => {
    let source = null;
    let last = "";
    let heard = 0;
    let again = 0;

    const close = () => {
      clearInterval(again);
      if (source) source.close();
      source = null;
    };
    const open = (after) => {
      if (source) return;
      last = last || after;
      heard = Date.now();
      source = new EventSource(`/live?after=${encodeURIComponent(last)}`);
      for (const kind of ["beat", "news", "reset"])
        source.addEventListener(kind, (event) => {
          heard = Date.now();
          last = event.lastEventId;
          tell({ kind, id: last, data: JSON.parse(event.data) });
        });
      source.onerror = () => tell({ kind: "down" });
      // The browser comes back by itself, unless it was refused or the connection died without a word.
      again = setInterval(() => {
        const wait = source.readyState === EventSource.CLOSED ? REFUSED_MS : SILENT_MS;
        if (Date.now() - heard < wait) return;
        tell({ kind: "down" });
        close();
        open();
      }, 5000);
    };
    return { open, close };
  };

  // Tabs that are looked at say so every ten seconds: one that crashed is forgotten soon.
  const share = (scope) => {
    const HERE_MS = 25000;
    const KEPT = 100;
    const tabs = new Map();
    const kept = [];
    let since = "";
    let up = false;
    const number = (id) => Number(id.slice(id.lastIndexOf("-") + 1));
    const process = (id) => id.slice(0, id.lastIndexOf("-"));
    const stream = makeStream((said) => {
      up = said.kind !== "down";
      if (said.kind === "reset") {
        kept.length = 0;
        since = said.id;
      } else if (said.kind === "news") {
        kept.push(said);
        if (kept.length > KEPT) since = kept.shift().id;
      }
      for (const tab of tabs.keys()) tab.postMessage(said);
    });
    const catchUp = (tab, after) => {
      const isCovered = process(after) === process(since) && number(after) >= number(since);
      const missed = kept.filter(({ id }) => number(id) > number(after));
      if (up) tab.postMessage({ kind: "up" });
      for (const said of isCovered ? missed : [{ kind: "reset", id: since }]) tab.postMessage(said);
    };
    const check = () => {
      for (const [tab, seen] of tabs) if (Date.now() - seen > HERE_MS) tabs.delete(tab);
      if (tabs.size) return;
      stream.close();
      up = false;
    };
    setInterval(check, 5000);
    scope.onconnect = ({ ports: [tab] }) => {
      tab.onmessage = ({ data: { after } }) => {
        if (after === undefined) {
          tabs.delete(tab);
          check();
          return;
        }
        const isNew = !tabs.has(tab);
        tabs.set(tab, Date.now());
        since = since || after;
        if (isNew) catchUp(tab, after);
        stream.open(after);
      };
    };
  };

  // Without shared workers: the tab that holds the lock has the stream and tells the others; without locks each has its own.
  const elect = (tell) => {
    const channel = navigator.locks && "BroadcastChannel" in self ? new BroadcastChannel("pvefleet") : null;
    const stream = makeStream((said) => {
      tell(said);
      if (channel) channel.postMessage(said);
    });
    let waiting = null;
    let leave = null;
    if (channel) channel.onmessage = ({ data }) => leave || tell(data);
    return {
      show: (after) => {
        if (!channel) stream.open(after);
        if (!channel || waiting) return;
        waiting = new AbortController();
        const lead = () =>
          new Promise((done) => {
            leave = done;
            stream.open(after);
          });
        navigator.locks.request("pvefleet", { signal: waiting.signal }, lead).catch(() => {});
        // What the holder was told before this tab began to listen.
        tell({ kind: "reset", id: after });
      },
      hide: () => {
        stream.close();
        if (waiting) waiting.abort();
        if (leave) leave();
        waiting = leave = null;
      },
    };
  };

  if ("SharedWorkerGlobalScope" in self) share(self);
  else self.pvefleetLive = elect;
})();
