import { FileVideo, MonitorPlay, Server } from 'lucide-react';
import type { Destination } from '../../../../common/show/schema.ts';
import { cx } from '../../components/cx.ts';
import { tiles } from './model/services.ts';

type Props = { destination: Pick<Destination, 'kind' | 'service'>; large?: boolean };

/** A letter for a service, a picture for what is none. Its name always stands beside it. */
export function ServiceTile({ destination: { kind, service }, large }: Props) {
  const { look, letter } = tiles[service];
  const Icon = kind === 'embedded' ? MonitorPlay : kind === 'file' ? FileVideo : Server;
  return (
    <span
      aria-hidden
      className={cx(
        'flex shrink-0 items-center justify-center rounded-md font-semibold',
        large ? 'size-8 [&_svg]:size-4' : 'size-6 text-sm [&_svg]:size-3.5',
        look,
      )}
    >
      {service === 'custom' ? <Icon /> : letter}
    </span>
  );
}
