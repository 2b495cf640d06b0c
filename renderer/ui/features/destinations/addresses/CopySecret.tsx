import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelInput } from '../../../../../common/ipc/contract.ts';
import { ask } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';

type Props = {
  id: string;
  what: ChannelInput<'destination:copy'>['what'];
  disabled?: boolean;
  children: ReactNode;
};

/** Has main put a part of the push address into the clipboard; says so for two seconds. */
export function CopySecret({ id, what, disabled, children }: Props) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <Button
      size="sm"
      disabled={disabled}
      onClick={() =>
        void ask('destination:copy', { destinationId: id, what }).then(({ ok }) => setCopied(ok))
      }
    >
      <Icon className="size-3.5" aria-hidden />
      <span aria-live="polite">{copied ? t('common.copied') : children}</span>
    </Button>
  );
}
