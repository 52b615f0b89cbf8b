// The page's own scripts that are fetched when wanted. One that could not be had is asked for again the next time; one that
// came damaged stays so until the page is loaded anew, since the browser keeps what it made of a module.

const NAMES = ["runtime", "session", "checked", "agreeing", "starting"];

/**
 * @template T
 * @param {Promise<T>} wanted imports of these
 * @returns {Promise<T>} rejected with a reason, for which runtime-messages.js has the words
 */
export function fetched(wanted) {
  return wanted.catch((error) => {
    // Past the cache, for that load.
    for (const name of NAMES) fetch(new URL(`./${name}.js`, import.meta.url), { cache: "reload" }).catch(() => {});
    // A TypeError: it could not be had.
    const missing = navigator.onLine ? "missing-file" : "offline";
    throw { reason: error instanceof TypeError ? missing : "damaged-script" };
  });
}
