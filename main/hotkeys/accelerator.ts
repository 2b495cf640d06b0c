const MODIFIER =
  /^(Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta)$/i;
/** Keys that nobody types a text with. */
const FREE = /^(F([1-9]|1\d|2[0-4])|Media\w+|Volume\w+|PrintScreen|Scrolllock|Pause)$/i;

/** Whether an accelerator may be taken from every other program: not one that a text is typed with. */
export function mayBeSystemWide(accelerator: string): boolean {
  const keys = accelerator.split('+');
  // The plus key itself is written `Plus`.
  const key = keys.pop() ?? '';
  if (key === '' || !keys.every((it) => MODIFIER.test(it))) return false;
  return FREE.test(key) || keys.some((it) => !/^Shift$/i.test(it));
}
