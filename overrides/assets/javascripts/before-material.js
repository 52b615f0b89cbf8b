/** What has to be there before Material's script: two things that it would load without need. */

// The search's index holds the text of the whole guide, and Material asks for it with every first page. Here it waits
// until somebody is about to search: the pointer or the focus is on the search, or the address holds a question.
// Material has no switch for that, except on pages opened as files. Its one request for the index is held back when it
// is opened; all others, and `XMLHttpRequest` itself after that, are as they were.
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

// On the first way to a place on the same page Material would fetch that page once more and put it in place of itself,
// with all that its reader has opened and begun. As long as no other page has been put in its place, such a way is the
// browser's business.
(() => {
  const { pathname } = location;
  const page = document.querySelector("[data-md-component=container]");
  addEventListener("popstate", (event) => {
    if (page?.isConnected && location.pathname === pathname) event.stopImmediatePropagation();
  });
})();
