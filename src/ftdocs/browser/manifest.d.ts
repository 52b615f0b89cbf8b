// The type of manifest.js, which the bundle writes.

export interface FileEntry {
  /** relative to the manifest */
  url: string;
  /** after decoding */
  bytes: number;
  /** `sha256-` and the checksum in base64, as fetch() takes it */
  integrity: string;
}

declare const manifest: {
  version: string;
  pyodide: string;
  lock: { info: Record<string, string>; packages: {} };
  files: Record<"pyodide.mjs" | "pyodide.asm.js" | "pyodide.asm.wasm" | "python.zip", FileEntry>;
  /** of worker.mjs, likewise */
  worker: string;
  /** the organisation's profile, for Python; null where there is none */
  profile: object | null;
};
export default manifest;
