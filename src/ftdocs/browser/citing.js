// How a place in the guide is written down: as an address, in a markup language, as a citation.

/**
 * @typedef {object} Place
 * @property {string} title of the section, or the calculator's question
 * @property {string} page the page's title
 * @property {string} site
 * @property {string} version the site's
 * @property {string} address
 */

/** @type {Record<string, (place: Place) => {text: string, html?: string}>} */
export const formats = {
  address: ({ title, address }) => ({ text: address, html: anchor(title, address) }),
  markdown: ({ title, address }) => ({ text: `[${title.replace(/[\\[\]`*_<>]/g, "\\$&")}](${address})` }),
  html: ({ title, address }) => ({ text: anchor(title, address) }),
  rst: ({ title, address }) => ({ text: `\`${title.replace(/[\\`<>]/g, "\\$&")} <${address.replace(/_$/, "%5F")}>\`__` }),
  citation: (place) => ({ text: `${cited(place)} ${place.address}`, html: `${escape(cited(place))} ${anchor(place.address, place.address)}` }),
};

/** @param {Place} place */
function cited({ title, page, site, version }) {
  const within = title === page ? [] : [`${page},`];
  return [`“${title}”,`, ...within, `${site},`, `version ${version},`, `${today()}.`].join(" ");
}

/** The reader's day, such as 2026-11-24. */
export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** @param {string} title @param {string} address */
function anchor(title, address) {
  return `<a href="${escape(address)}">${escape(title)}</a>`;
}

/** @param {string} text */
function escape(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
