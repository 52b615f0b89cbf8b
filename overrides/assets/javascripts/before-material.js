// Before Material's script: two things that it would load without need.

// Its one request for the search's index, which holds the text of the whole guide, waits until somebody is about to
// search. `XMLHttpRequest` is as it was after that.
(() => {
  const { prototype } = XMLHttpRequest;
  const { open } = prototype;

  /** @type {Promise<void>} */
  const wanted = new Promise((resolve) => {
    const asked = new URLSearchParams(location.search);
    if (asked.has("q") || asked.has("h")) return resolve();
    const heard = new AbortController();
    /** @type {(event: Event) => void} */
    const hear = ({ target }) => {
      if (!(target instanceof Element) || !target.closest(".md-search, [for=__search]")) return;
      heard.abort();
      resolve();
    };
    for (const kind of ["focusin", "pointerover"]) document.addEventListener(kind, hear, { signal: heard.signal });
  });

  /** @type {(this: XMLHttpRequest, method: string, url: string | URL, ...rest: any[]) => void} */
  prototype.open = function (method, url, ...rest) {
    // As it was called: `async` left out is not the same as undefined.
    Reflect.apply(open, this, [method, url, ...rest]);
    if (!new URL(url, location.href).pathname.endsWith("/search/search_index.json")) return;
    prototype.open = open;
    /** @type {XMLHttpRequest["send"]} */
    const send = (body) => void wanted.then(() => prototype.send.call(this, body));
    this.send = send;
  };
})();

// The first way to a place on this page is the browser's business: Material would load the page again and replace it.
(() => {
  const { pathname } = location;
  const page = document.querySelector("[data-md-component=container]");
  addEventListener("popstate", (event) => {
    if (page?.isConnected && location.pathname === pathname) event.stopImmediatePropagation();
  });
})();
