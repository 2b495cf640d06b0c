import { createContext } from 'react';
import type { Destination } from '../../../../common/show/schema.ts';

/** Opens the windows that belong to a destination; they stand beside the list, not in its cards. */
export type Windows = {
  readonly edit: (destination: Destination) => void;
  readonly copy: (destination: Destination) => void;
  readonly addresses: (destinationId: string) => void;
  /** Where the embedded server sends the show on to. */
  readonly relays: () => void;
};

export const WindowsContext = createContext<Windows>({
  edit: () => {},
  copy: () => {},
  addresses: () => {},
  relays: () => {},
});
