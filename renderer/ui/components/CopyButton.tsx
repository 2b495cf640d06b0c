import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { copyText } from './clipboard.ts';

type Look = { label: string; look?: 'neutral' | 'ghost'; disabled?: boolean };

/** Copies a text. */
export function CopyButton({ text, ...look }: Look & { text: string | (() => string) }) {
  return <CopyAction {...look} copy={() => copyText(typeof text === 'string' ? text : text())} />;
}

/** Has something copied, and says for two seconds that it was. */
export function CopyAction({
  copy,
  label,
  look = 'neutral',
  disabled,
}: Look & { copy: () => Promise<boolean> }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <Button size="sm" look={look} disabled={disabled} onClick={() => void copy().then(setCopied)}>
      <Icon className="size-3.5" aria-hidden />
      <span aria-live="polite">{copied ? t('common.copied') : label}</span>
    </Button>
  );
}
