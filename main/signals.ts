const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls back when the system asks the app to end. Must run after the app is ready: Chromium puts
 * its own handlers in just before, over those of any library that has listened since its import
 * (`when-exit` does), and they end the app on the spot. Only a first listener makes Node put its
 * handler back on top.
 */
export function onSignal(callback: (signal: NodeJS.Signals) => void): void {
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal);
    process.on(signal, callback);
  }
}
