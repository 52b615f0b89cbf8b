// What a reader is told when Python cannot run here: what happened, what still works, what to do. The one place for it.

const STILL = "The result shown and the rest of the page are not affected.";
const HOST = "If it stays so, tell whoever runs this site.";

/**
 * One text for each reason that runtime.js or scripts.js gives.
 * @type {Record<string, string>}
 */
export const MESSAGES = {
  "no-wasm":
    `This browser cannot run the calculator: WebAssembly is missing, switched off, or of an old version. ${STILL} ` +
    "Use a current Firefox, Chrome, Edge or Safari, or switch off its lockdown mode for this site.",
  "blocked-wasm":
    `This site's own security policy forbids WebAssembly, which the calculator runs on. ${STILL} ` +
    "Whoever runs this site can allow it: the policy needs 'wasm-unsafe-eval'.",
  "blocked-worker":
    `The browser refused to start the calculator in the background. ${STILL} ` +
    "A content blocker or the site's security policy may be the cause: allow this site, then try again.",
  "blocked-file":
    `The browser was not allowed to fetch a part of the calculator. ${STILL} ` +
    "A content blocker or the site's security policy may be the cause: allow this site, then try again.",
  "wrong-file":
    `Something else came in place of a part of the calculator: a sign-in page, perhaps. ${STILL} ` +
    `Reload the page, sign in if you are asked to, then try again. ${HOST}`,
  "damaged-file":
    `A part of the calculator is not as it was published: damaged on its way, or changed. It was not used. ${STILL} ` +
    `Try again, which fetches it anew. ${HOST}`,
  "missing-file":
    `A part of the calculator is missing on the server. ${STILL} ` +
    `The site may just have been updated: reload the page, then try again. ${HOST}`,
  "damaged-script":
    `A part of the calculator is not as it was published: damaged on its way, or changed. It was not used. ${STILL} ` +
    `Note down what you typed, then reload the page, which fetches it anew. ${HOST}`,
  truncated: `The download of the calculator broke off before its end. ${STILL} Try again. ${HOST}`,
  offline:
    `The server cannot be reached, so the calculator was not loaded. ${STILL} ` +
    "Check the connection, then try again.",
  timeout:
    `The calculator did not finish loading in time. ${STILL} ` +
    "The connection may be slow or the computer busy: try again.",
  crashed: `Python stopped unexpectedly and has been closed. ${STILL} What you typed is kept: try again.`,
  "calculator-error":
    `The calculator stopped at an error of its own and gave no result for these numbers. ${STILL} ` +
    "Other numbers may work. Report it, with the numbers you used.",
  "too-slow":
    `The calculation took too long and was stopped. ${STILL} ` +
    "Try again, with a smaller number or without ranges.",
};

/**
 * The text for a reason; also for one that is not in the table.
 * @param {string | undefined} reason
 * @returns {string}
 */
export function explain(reason) {
  return MESSAGES[reason ?? ""] ?? MESSAGES.crashed;
}
