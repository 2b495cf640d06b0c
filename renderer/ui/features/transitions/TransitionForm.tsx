import { useTranslation } from 'react-i18next';
import type { Direction } from '../../../../common/show/geometry.ts';
import type { Transition } from '../../../../common/show/transitions.ts';
import { fileName } from '../../app/format.ts';
import { ask } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { NumberField } from '../../components/NumberField.tsx';
import { Select } from '../../components/Select.tsx';
import { SwitchRow } from '../../components/SwitchRow.tsx';

type OnEdit = (transition: Transition, gesture?: string) => Promise<unknown> | undefined;
type Props = { transition: Transition; onEdit: OnEdit };

const directions: readonly Direction[] = ['left', 'right', 'up', 'down'];
/** Come with the app, in resources/images/wipes. */
const patterns = [
  'wipe-circle',
  'wipe-clock',
  'wipe-diagonal',
  'wipe-blinds',
  'wipe-noise',
] as const;

/** All that can be set of a transition but its kind. */
export function TransitionForm({ transition, onEdit }: Props) {
  const { t } = useTranslation();
  const shared = { transition, onEdit };
  return (
    <div className="flex flex-col gap-3">
      {'durationMs' in transition ? (
        <NumberField
          label={t('transitions.duration')}
          unit="ms"
          min={50}
          max={20_000}
          step={50}
          value={transition.durationMs}
          onEdit={(durationMs, gesture) => onEdit({ ...transition, durationMs }, gesture)}
        />
      ) : null}
      {'direction' in transition ? (
        <Labelled text={t('transitions.direction')}>
          <Select
            label={t('transitions.direction')}
            value={transition.direction}
            options={directions.map((value) => ({
              value,
              label: t(`transitions.directions.${value}`),
            }))}
            onValueChange={(direction) =>
              void onEdit({ ...transition, direction: direction as Direction })
            }
          />
        </Labelled>
      ) : null}
      {transition.kind === 'lumaWipe' ? <LumaWipe {...shared} transition={transition} /> : null}
      {'softness' in transition ? (
        <NumberField
          label={t('transitions.softness')}
          unit="%"
          min={0}
          max={100}
          value={Math.round(transition.softness * 100)}
          onEdit={(percent, gesture) => onEdit({ ...transition, softness: percent / 100 }, gesture)}
        />
      ) : null}
      {transition.kind === 'stinger' ? <Stinger {...shared} transition={transition} /> : null}
    </div>
  );
}

const Labelled = ({ text, children }: { text: string; children: React.ReactNode }) => (
  <div className="flex flex-col gap-1">
    <span className="text-sm text-text-2">{text}</span>
    {children}
  </div>
);

async function pick(purpose: 'lumaWipe' | 'stinger'): Promise<string | undefined> {
  const answer = await ask('files:pick', { purpose, multiple: false });
  return answer.ok ? answer.value.paths[0] : undefined;
}

type Of<K extends Transition['kind']> = {
  transition: Extract<Transition, { kind: K }>;
  onEdit: OnEdit;
};

function LumaWipe({ transition, onEdit }: Of<'lumaWipe'>) {
  const { t } = useTranslation();
  const builtIn = transition.path.startsWith('builtin:');
  const options = patterns.map((name) => ({
    value: `builtin:${name}`,
    label: t(`transitions.patterns.${name}`),
  }));
  if (!builtIn) options.push({ value: transition.path, label: fileName(transition.path) });
  return (
    <>
      <Labelled text={t('transitions.pattern')}>
        <div className="flex gap-1.5">
          <Select
            label={t('transitions.pattern')}
            value={transition.path}
            options={options}
            onValueChange={(path) => void onEdit({ ...transition, path })}
          />
          <Button
            onClick={() =>
              void pick('lumaWipe').then((path) => path && onEdit({ ...transition, path }))
            }
          >
            {t('transitions.lumaFile')}
          </Button>
        </div>
      </Labelled>
      <SwitchRow
        label={t('transitions.inverted')}
        checked={transition.inverted}
        onCheckedChange={(inverted) => void onEdit({ ...transition, inverted })}
      />
    </>
  );
}

function Stinger({ transition, onEdit }: Of<'stinger'>) {
  const { t } = useTranslation();
  return (
    <>
      <Labelled text={t('transitions.file')}>
        <div className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate" title={transition.path}>
            {transition.path ? fileName(transition.path) : t('transitions.noFile')}
          </span>
          <Button
            size="sm"
            onClick={() =>
              void pick('stinger').then((path) => path && onEdit({ ...transition, path }))
            }
          >
            {t('transitions.pick')}
          </Button>
        </div>
      </Labelled>
      <NumberField
        label={t('transitions.cutAt')}
        hint={t('transitions.cutAtHint')}
        unit="ms"
        min={0}
        max={20_000}
        step={50}
        value={transition.cutMs}
        onEdit={(cutMs, gesture) => onEdit({ ...transition, cutMs }, gesture)}
      />
    </>
  );
}
