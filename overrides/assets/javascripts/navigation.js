/**
 * What Material's navigation lacks: instant loading without a site address, a focus that follows, the space bar, an end
 * of what was left.
 *
 * Material swaps pages without a reload (which keeps the calculators' worker alive) only for addresses in
 * sitemap.xml, and that file can hold full addresses only: port and path included, since Material replaces no more
 * than protocol and host name. This site does not know where it is hosted. Its pages are known all the same: they are
 * in the navigation of every page. So a click on one is handed to `location$`, the subject that Material exports
 * and itself feeds. With `site_url` set, Material has the click first and nothing is left to do here.
 */

/** @type {Window & { location$?: { next(url: URL): void }, document$?: { subscribe(then: () => void): void } }} */
const material = window;

/** @type {(url: URL) => boolean} */
const isPage = (url) => {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll(".md-nav a[href]");
  return [...links].some((link) => link.href === url.origin + url.pathname);
};

/** @type {(event: MouseEvent) => HTMLAnchorElement | null} */
const linkOf = (event) => {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!plain || !(link instanceof HTMLAnchorElement)) return null;
  return link.target || link.hasAttribute("download") ? null : link;
};

document.addEventListener("click", (event) => {
  const link = linkOf(event);
  if (!link || event.defaultPrevented || !material.location$) return;
  const url = new URL(link.href);
  // A place on this page is the browser's own business.
  if ((url.hash && url.pathname === location.pathname) || !isPage(url)) return;
  event.preventDefault();
  // As Material does it: the place on this page for the way back, then the new address.
  history.replaceState({ x: scrollX, y: scrollY }, "");
  history.pushState(null, "", url);
  material.location$.next(url);
});

// The focus was in what has just been replaced. On the new heading it tells a screen reader that a page has come.
let path = location.pathname;
material.document$?.subscribe(() => {
  if (path === location.pathname) return;
  path = location.pathname;
  /** @type {HTMLElement | null} */
  const heading = document.querySelector("article h1");
  if (location.hash || !heading || document.activeElement !== document.body) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
});

// The labels of the header hold what is called a button; by keyboard it works like one.
document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (!(target instanceof Element) || !target.matches("label > [role=button]")) return;
  if (event.key !== " " && event.key !== "Enter") return;
  event.preventDefault();
  /** @type {HTMLElement} */ (target.parentElement).click();
});

// Material's components never let go of the page they were made for, and each holds all that hangs together with it. So
// what has been replaced is taken apart: its bare parts stay behind, not the page.
const shown = () => document.querySelector("[data-md-component=container]");
let container = shown();
material.document$?.subscribe(() => {
  const gone = container;
  container = shown();
  if (!gone || gone === container) return;
  for (const part of gone.querySelectorAll("[data-md-component], .md-nav, :is(h1, h2, h3, h4, h5, h6)[id]")) {
    if (part.matches("[data-md-component=toc]")) part.replaceChildren();
    part.remove();
  }
});
