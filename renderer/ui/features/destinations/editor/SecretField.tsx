import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../../app/hooks.ts';
import { ask } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';
import { TextField } from '../../../components/Field.tsx';
import { secretName, type Which } from './secrets.ts';

type Props = {
  field: RefObject<HTMLInputElement | null>;
  which: Which;
  label: string;
  destinationId: string;
  /** What was just done with it, or what it is for; else where it is kept. */
  note?: string | undefined;
  /** What such keys look like. One of another shape is doubted, not refused. */
  shape?: RegExp | null;
  /** Told what is pasted into it; true where it was dealt with. */
  onPasted?: (text: string) => boolean;
};

/** A key or token: never shown, never in the page's state, gone to main when it is saved. */
export function SecretField(props: Props) {
  const { field, which, label, destinationId, note, shape, onPasted } = props;
  const { t } = useTranslation();
  const stored = useStudio(({ session }) =>
    session.keysStored.includes(secretName(destinationId, which)),
  );
  const persists = useStudio(({ session }) => session.secretsPersist);
  const [odd, setOdd] = useState(false);
  return (
    <div className="flex flex-col gap-1">
      <TextField
        ref={field}
        type="password"
        label={label}
        maxLength={2048}
        autoComplete="off"
        spellCheck={false}
        placeholder={stored ? t('destinations.keyKeep') : undefined}
        hint={note ?? t(persists ? 'destinations.keyHint' : 'destinations.keyUntilClose')}
        onPaste={(event) => {
          if (onPasted?.(event.clipboardData.getData('text'))) event.preventDefault();
        }}
        onChange={() => setOdd(false)}
        onBlur={({ target }) => {
          const text = target.value.trim();
          setOdd(text !== '' && shape?.test(text) === false);
        }}
      />
      {odd ? (
        <p role="status" className="text-sm text-warn">
          {t('destinations.keyOdd')}
        </p>
      ) : null}
      {stored ? (
        <Button
          size="sm"
          look="ghost"
          className="-ml-2.5 self-start"
          onClick={() => void ask('destination:setKey', { destinationId, key: '', which })}
        >
          {t('destinations.forgetKey')}
        </Button>
      ) : null}
    </div>
  );
}
