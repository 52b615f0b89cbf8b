// Which runtime this browser has checked: its files came whole and right once, so that those in the HTTP cache need no
// second look. Storage that is full or forbidden only means another look.

const KEY = "ftdocs:checked";

/** @param {URL} worker by its address, which is another one for other files */
export function wasChecked(worker) {
  try {
    return localStorage.getItem(KEY) === worker.href;
  } catch {
    return false;
  }
}

/** @param {URL} worker @param {boolean} good */
export function noteChecked(worker, good) {
  try {
    if (good) localStorage.setItem(KEY, worker.href);
    else localStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}
