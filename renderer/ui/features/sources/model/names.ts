/** `wanted`, or `wanted 2`, `wanted 3` … where that is taken. A number at the end counts on. */
export function uniqueName(wanted: string, taken: Iterable<string>): string {
  const names = new Set(taken);
  if (!names.has(wanted)) return wanted;
  const [, stem = wanted, digits] = /^(.*?)\s+(\d{1,6})$/.exec(wanted) ?? [];
  for (let number = digits ? Number(digits) + 1 : 2; ; number++) {
    const name = `${stem.slice(0, 190)} ${number}`;
    if (!names.has(name)) return name;
  }
}
