import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx.ts';
import { overlayLook, sheetLook } from './sheet.ts';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  /** Room for pictures side by side. */
  wide?: boolean;
  children: ReactNode;
};

/** A modal window that can be left at any time. */
export function Dialog({ open, onOpenChange, title, description, wide, children }: Props) {
  const { t } = useTranslation();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayLook} />
        <Radix.Content
          className={cx(sheetLook, wide ? 'w-[42rem]' : 'w-[27rem]')}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="flex items-start gap-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-0.5 text-text-2">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close
              aria-label={t('common.close')}
              className="-m-1 rounded-md p-1.5 text-text-2 hover:bg-control hover:text-text"
            >
              <X className="size-4" aria-hidden />
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
