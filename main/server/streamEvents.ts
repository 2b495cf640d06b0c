const STREAM_EVENT_EVERY_MS = 500;

/** Adds up changes so that a crowd of viewers coming at once makes one event. */
export function createStreamEvents(emit: (name: string) => void) {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    changed(name: string) {
      if (timers.has(name)) return;
      const timer = setTimeout(() => {
        timers.delete(name);
        emit(name);
      }, STREAM_EVENT_EVERY_MS);
      timers.set(name, timer.unref());
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
