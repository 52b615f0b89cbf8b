// Files to and from the reader's disk.

/** @param {string} name @param {string} text @param {string} type */
export function download(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The text of the chosen file; undefined where none was chosen. @param {HTMLInputElement} input */
export async function chosen(input) {
  const [file] = input.files ?? [];
  const text = await file?.text();
  input.value = "";
  return text;
}
