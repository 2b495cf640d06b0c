import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rect } from '../../../../common/show/geometry.ts';
import type { Item } from '../../../../common/show/scenes.ts';
import { change } from '../../app/studio.ts';

const sides = ['x', 'y', 'width', 'height'] as const;
type Side = (typeof sides)[number];

/** Where the source stands, in canvas pixels. A number that cannot be is not sent. */
export function Placement({ item, sceneId }: { item: Item; sceneId: string }) {
  const { t } = useTranslation();
  const place = (side: Side, value: number) => {
    const least = side === 'x' || side === 'y' ? -16_384 : 1;
    if (!Number.isFinite(value) || value < least || value > 16_384) return;
    const rect: Rect = { ...item.rect, [side]: value };
    void change({
      type: 'scenes/itemsChanged',
      payload: { sceneId, changes: [{ itemId: item.id, change: { rect } }] },
    });
  };
  return (
    <fieldset disabled={item.locked} className="flex flex-col gap-1">
      <legend className="pb-1 text-sm text-text-2">{t('sources.placement')}</legend>
      <div className="grid grid-cols-2 gap-1.5">
        {sides.map((side) => (
          <SideField
            key={side}
            short={t(`sources.short.${side}`)}
            label={t(`sources.sides.${side}`)}
            value={item.rect[side]}
            onPlace={(value) => place(side, value)}
          />
        ))}
      </div>
      {item.locked ? <p className="text-sm text-text-2">{t('sources.lockedHint')}</p> : null}
    </fieldset>
  );
}

type FieldProps = { short: string; label: string; value: number; onPlace: (value: number) => void };

function SideField({ short, label, value, onPlace }: FieldProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <div className="flex h-7 items-center rounded-md border border-edge bg-bg focus-within:border-accent has-disabled:opacity-50">
      <label htmlFor={id} title={label} className="w-7 shrink-0 pl-2 text-sm text-text-2">
        <span aria-hidden>{short}</span>
        <span className="sr-only">{label}</span>
      </label>
      <input
        id={id}
        type="number"
        step={1}
        value={draft ?? String(Math.round(value))}
        onChange={({ target }) => {
          setDraft(target.value);
          if (target.value !== '') onPlace(Number(target.value));
        }}
        onBlur={() => setDraft(null)}
        className="figures h-full w-full min-w-0 rounded-md bg-transparent pr-2 text-right"
      />
    </div>
  );
}
