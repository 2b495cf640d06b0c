import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

const box =
  'w-full min-w-0 rounded-md border bg-bg px-2 text-text placeholder:text-text-3 disabled:opacity-50';

type FrameProps = { label: string; hint?: ReactNode; error?: string | null };

type TextProps = Omit<ComponentProps<'input'>, 'id'> & FrameProps;

/** A labelled line of text, with a hint or what is wrong below it. */
export function TextField({ label, hint, error, className, ...input }: TextProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-sm text-text-2">
        {label}
      </label>
      <input
        {...input}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className={cx(box, 'h-8', error ? 'border-air' : 'border-edge')}
      />
      {note ? (
        <p id={`${id}-note`} className={cx('text-sm', error ? 'text-air-text' : 'text-text-2')}>
          {note}
        </p>
      ) : null}
    </div>
  );
}

type AreaProps = Omit<ComponentProps<'textarea'>, 'id'> & FrameProps & { code?: boolean };

/** A labelled text of several lines. */
export function TextArea({ label, hint, error, code, ...area }: AreaProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm text-text-2">
        {label}
      </label>
      <textarea
        {...area}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className={cx(
          box,
          'block resize-y py-1.5 leading-5',
          error ? 'border-air' : 'border-edge',
          code && 'font-mono text-sm',
        )}
      />
      {note ? (
        <p id={`${id}-note`} className={cx('text-sm', error ? 'text-air-text' : 'text-text-2')}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
