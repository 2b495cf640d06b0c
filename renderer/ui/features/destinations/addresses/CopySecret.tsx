import type { ChannelInput } from '../../../../../common/ipc/contract.ts';
import { ask } from '../../../app/studio.ts';
import { CopyAction } from '../../../components/CopyButton.tsx';

type Props = {
  id: string;
  what: ChannelInput<'destination:copy'>['what'];
  label: string;
  disabled?: boolean;
};

/** Has main put a part of the push address into the clipboard. */
export function CopySecret({ id, what, ...look }: Props) {
  return (
    <CopyAction
      {...look}
      copy={async () => (await ask('destination:copy', { destinationId: id, what })).ok}
    />
  );
}
