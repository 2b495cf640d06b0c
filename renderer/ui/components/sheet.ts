/** Look shared by the two kinds of modal window. Plain dimming: a blur would repaint the whole screen. */
export const overlayLook = 'fixed inset-0 z-30 bg-black/60';
export const sheetLook =
  'fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100vh-4rem)] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col gap-4 overflow-y-auto rounded-lg border border-line bg-raised p-5 shadow-2xl shadow-black/60';
