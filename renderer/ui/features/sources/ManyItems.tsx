import { useTranslation } from 'react-i18next';
import type { Standing } from '../../app/selection.ts';
import { SliderField } from '../../components/SliderField.tsx';
import { SwitchRow } from '../../components/SwitchRow.tsx';
import { setItems } from './edits.ts';
import { kindIcons } from './kindIcons.ts';

/** What several chosen items have in common. */
export function ManyItems({ items }: { items: readonly Standing[] }) {
  const { t } = useTranslation();
  const free = items.filter(({ item }) => !item.locked);
  const opacity = free[0]?.item.opacity ?? 1;
  return (
    <div className="flex flex-col gap-3.5 px-3.5 py-3">
      <h3 className="panel-title">{t('sources.many', { number: items.length })}</h3>
      <ul className="flex flex-col gap-1">
        {items.map(({ item, source }) => {
          const Icon = kindIcons[source.kind];
          return (
            <li key={item.id} className="flex items-center gap-2">
              <Icon className="size-4 shrink-0 text-text-2" aria-hidden />
              <span className="truncate">{source.name}</span>
            </li>
          );
        })}
      </ul>
      <SwitchRow
        label={t('sources.visible')}
        checked={items.every(({ item }) => item.visible)}
        onCheckedChange={(visible) =>
          void setItems(items, { visible }, { label: visible ? 'showItems' : 'hideItems' })
        }
      />
      <SwitchRow
        label={t('sources.locked')}
        checked={items.every(({ item }) => item.locked)}
        onCheckedChange={(locked) =>
          void setItems(items, { locked }, { label: locked ? 'lock' : 'unlock' })
        }
      />
      <SliderField
        label={t('sources.opacity')}
        value={opacity * 100}
        min={0}
        max={100}
        unit="%"
        initial={100}
        disabled={free.length === 0}
        onEdit={(percent, gesture) => setItems(free, { opacity: percent / 100 }, { gesture })}
      />
      <p className="text-sm text-text-2">{t('sources.manyHint')}</p>
    </div>
  );
}
