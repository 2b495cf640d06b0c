import { constants, setPriority } from 'node:os';

/** Where processors are short, this process waits for the programme and not the other way round. */
export function yieldToOthers(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // The process has just ended, or the system does not allow it: no harm.
  }
}
