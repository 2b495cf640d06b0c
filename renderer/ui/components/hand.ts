/** Keys that are held while the pointer is used. */
const HELD = ['Shift', 'Control', 'Alt', 'Meta'];

/**
 * Marks the page with where the hand is. What a click moves the focus to by code (a tab, the button
 * of a menu that closes) is `:focus-visible` for the browser, and is not looked for by its ring.
 */
export function watchHand(): void {
  const { dataset } = document.documentElement;
  addEventListener('pointerdown', () => (dataset.hand = 'pointer'), true);
  addEventListener(
    'keydown',
    ({ key }) => {
      if (!HELD.includes(key)) dataset.hand = 'keys';
    },
    true,
  );
}

/** True from a press of the pointer to the next key. */
export const handIsAtPointer = (): boolean => document.documentElement.dataset.hand === 'pointer';
