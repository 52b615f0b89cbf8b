// The page's own scripts that are fetched when they are first wanted. One that came wrong or not at all stays so as long as
// the page lives: the browser keeps what it made of a module. Only loading the page anew helps.

/** What is wanted together, one importing another. */
const NAMES = ["runtime", "session", "checked", "agreeing", "starting"];

/**
 * @template T
 * @param {Promise<T>} wanted imports of these
 * @returns {Promise<T>} rejected with a reason, for which runtime-messages.js has the words
 */
export function fetched(wanted) {
  return wanted.catch((error) => {
    // The cache may keep what was wrong: past it, for when the page is loaded anew.
    for (const name of NAMES) fetch(new URL(`./${name}.js`, import.meta.url), { cache: "reload" }).catch(() => {});
    // Of a script that could not be had a TypeError is told; other errors are about what stands in it.
    const missing = navigator.onLine ? "missing-script" : "offline-script";
    throw { reason: error instanceof TypeError ? missing : "damaged-script" };
  });
}
