// The page's own scripts that are fetched when wanted. One that came wrong stays so until the page is loaded anew: the
// browser keeps what it made of a module.

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
    const missing = navigator.onLine ? "missing-script" : "offline-script";
    throw { reason: error instanceof TypeError ? missing : "damaged-script" };
  });
}
