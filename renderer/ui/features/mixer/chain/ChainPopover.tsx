import { ChevronDown, ChevronUp, Plus, X } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Effect, EffectKind, Strip } from '../../../../../common/show/mixer.ts';
import { newEffect } from '../../../../../common/show/new.ts';
import { change } from '../../../app/studio.ts';
import { Button } from '../../../components/Button.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { PopoverPanel } from '../../../components/PopoverPanel.tsx';
import { Switch } from '../../../components/Switch.tsx';
import { EffectSettings } from './EffectSettings.tsx';

const kinds: readonly EffectKind[] = [
  'noiseSuppression',
  'gate',
  'compressor',
  'limiter',
  'equaliser',
  'gain',
];

type Props = { stripId: string; name: string; strip: Strip; children: ReactElement };

/** What a source's sound goes through before its fader, from top to bottom. */
export function ChainPopover({ stripId, name, strip, children }: Props) {
  const { t } = useTranslation();
  const { chain } = strip;
  const setChain = (next: Effect[]) =>
    void change({ type: 'mixer/stripChanged', payload: { stripId, change: { chain: next } } });
  const move = (from: number, to: number) => {
    const next = [...chain];
    next.splice(to, 0, ...next.splice(from, 1));
    setChain(next);
  };
  return (
    <PopoverPanel title={t('mixer.chain', { name })} trigger={children}>
      {chain.length === 0 ? <p className="text-text-2">{t('mixer.chainEmpty')}</p> : null}
      <ol className="flex flex-col gap-2">
        {chain.map((effect, index) => {
          const title = t(`mixer.effects.${effect.kind}.name`);
          return (
            <li key={effect.id} className="rounded-md border border-line bg-raised">
              <div className="flex h-9 items-center gap-1 pr-1 pl-2.5">
                <Switch
                  label={t('mixer.effectOn', { effect: title })}
                  checked={effect.enabled}
                  onCheckedChange={(enabled) =>
                    void change({
                      type: 'mixer/effectChanged',
                      payload: { stripId, effectId: effect.id, change: { enabled } },
                    })
                  }
                />
                <h3 className="ml-1.5 min-w-0 flex-1 truncate font-medium">{title}</h3>
                <IconButton
                  label={t('mixer.effectUp', { effect: title })}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                >
                  <ChevronUp aria-hidden />
                </IconButton>
                <IconButton
                  label={t('mixer.effectDown', { effect: title })}
                  disabled={index === chain.length - 1}
                  onClick={() => move(index, index + 1)}
                >
                  <ChevronDown aria-hidden />
                </IconButton>
                <IconButton
                  label={t('mixer.effectRemove', { effect: title })}
                  onClick={() => setChain(chain.filter((it) => it.id !== effect.id))}
                >
                  <X aria-hidden />
                </IconButton>
              </div>
              {effect.enabled ? <EffectSettings stripId={stripId} effect={effect} /> : null}
            </li>
          );
        })}
      </ol>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger asChild>
          <Button size="sm" className="self-start" disabled={chain.length >= 12}>
            <Plus className="size-3.5" aria-hidden />
            {t('mixer.effectAdd')}
          </Button>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            align="start"
            sideOffset={4}
            collisionPadding={8}
            className="z-50 w-72 rounded-md border border-line bg-control p-1 shadow-xl shadow-black/60"
          >
            {kinds.map((kind) => (
              <DropdownMenu.Item
                key={kind}
                onSelect={() =>
                  setChain([...chain, newEffect(kind, `fx-${crypto.randomUUID().slice(0, 8)}`)])
                }
                className="group rounded-sm px-2 py-1.5 outline-none data-highlighted:bg-accent data-highlighted:text-bg"
              >
                <p className="font-medium">{t(`mixer.effects.${kind}.name`)}</p>
                <p className="text-sm text-text-2 group-data-highlighted:text-bg">
                  {t(`mixer.effects.${kind}.hint`)}
                </p>
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </PopoverPanel>
  );
}
