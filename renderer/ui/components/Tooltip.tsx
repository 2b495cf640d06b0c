import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { handIsAtPointer } from './hand.ts';

/** Wraps the app once, so that moving from one control to the next shows its hint at once. */
export const TooltipProvider = Radix.Provider;

/** A short hint at a control that takes the focus. */
export function Tooltip({ text, children }: { text: string; children: ReactElement }) {
  return (
    <Radix.Root>
      <Radix.Trigger
        asChild
        // A focus that a closing menu gives back after a click is not asked for.
        onFocus={(event) => {
          if (handIsAtPointer()) event.preventDefault();
        }}
      >
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 rounded-md border border-line bg-control px-2 py-1 text-sm text-text shadow-lg shadow-black/50"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
