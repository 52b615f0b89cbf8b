// Elements from the nodes that Python composes: [tag, {attribute: value}, [child, …]]. Texts go in as texts, and only what
// is named here comes in at all.

const TAGS = new Set(["a", "h1", "h2", "h3", "h4", "h5", "li", "p", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"]);

/** @typedef {[tag: string, attributes: Record<string, string>, children: any[]]} Composed */

/** @param {string | Composed} node @returns {Node} */
export function build(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, attributes, children] = node;
  if (!TAGS.has(tag)) return document.createTextNode("");
  const made = document.createElement(tag);
  if (made instanceof HTMLAnchorElement && /^https?:$/.test(new URL(attributes.href ?? "", location.href).protocol)) {
    made.href = attributes.href ?? "";
  }
  if (attributes.scope) made.setAttribute("scope", attributes.scope);
  made.append(...children.map(build));
  return made;
}
