import { Tabs } from 'radix-ui';
import type { ComponentProps } from 'react';

/**
 * One tab. Radix gives it the focus while the pointer goes down, and its list, told of that press
 * afterwards, would keep the next focus of the keyboard for itself, where nobody sees it.
 */
export function TabTrigger(props: ComponentProps<typeof Tabs.Trigger>) {
  return <Tabs.Trigger {...props} onMouseDown={(event) => event.stopPropagation()} />;
}
