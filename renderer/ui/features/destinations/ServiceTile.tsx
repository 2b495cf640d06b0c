import { FileVideo, MonitorPlay, Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../../common/show/schema.ts';
import { cx } from '../../components/cx.ts';
import { tiles } from './model/services.ts';

type Props = { destination: Pick<Destination, 'kind' | 'service'>; large?: boolean };

/** A letter for a service, a picture for what is none. Its name always stands beside it. */
export function ServiceTile({ destination: { kind, service }, large }: Props) {
  const { i18n } = useTranslation();
  const { look, letters } = tiles[service];
  const letter = letters[i18n.language === 'zh-CN' ? 0 : 1];
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
