/** Every file that these commands name, wherever in them it stands. */
export function pathsIn(commands: unknown): string[] {
  const paths: string[] = [];
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (key === 'path' || key === 'paths') paths.push(value);
    } else if (Array.isArray(value)) for (const it of value) visit(it, key);
    else if (typeof value === 'object' && value !== null)
      for (const [name, it] of Object.entries(value)) visit(it, name);
  };
  visit(commands, '');
  return paths;
}
