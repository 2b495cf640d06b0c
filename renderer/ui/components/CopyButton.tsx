import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { copyText } from './clipboard.ts';

type Props = { text: string | (() => string); label: string; look?: 'neutral' | 'ghost' };

/** Copies a text and says so for two seconds. */
export function CopyButton({ text, label, look = 'neutral' }: Props) {
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
      look={look}
      onClick={() => void copyText(typeof text === 'string' ? text : text()).then(setCopied)}
    >
      <Icon className="size-3.5" aria-hidden />
      <span aria-live="polite">{copied ? t('common.copied') : label}</span>
    </Button>
  );
}
