/** WebAssembly text, assembled when the page is built. */
declare module '*.wat' {
  const binary: Uint8Array<ArrayBuffer>;
  export default binary;
}
