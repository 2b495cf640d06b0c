/** Puts a text on the clipboard; false where the system does not allow it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text);
  }
}

/** The older way: it needs a click, but no permission. Nothing is selected, so the focus stays. */
function copyByCommand(text: string): boolean {
  const allow = (event: Event) => event.preventDefault();
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('beforecopy', allow);
  document.addEventListener('copy', fill);
  try {
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('beforecopy', allow);
    document.removeEventListener('copy', fill);
  }
}
