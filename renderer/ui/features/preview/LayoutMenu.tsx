import { LayoutGrid } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Layout, layouts, seatsOf } from '../../../../common/show/layouts.ts';
import { useStudio } from '../../app/hooks.ts';
import { useEditedScene } from '../../app/selection.ts';
import { runCommand } from '../../commands/registry.ts';
import { Tooltip } from '../../components/Tooltip.tsx';

/** Seats that a layout is drawn with. */
const DRAWN = 9;

/** Ready-made arrangements, each as a small picture of itself. */
export function LayoutMenu() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const empty = useEditedScene()?.items.length === 0;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Tooltip text={t('layouts.title')}>
        <Popover.Trigger
          aria-label={t('layouts.title')}
          disabled={empty}
          className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-text-2 hover:bg-control hover:text-text disabled:opacity-35 data-[state=open]:bg-control data-[state=open]:text-text"
        >
          <LayoutGrid className="size-4" aria-hidden />
        </Popover.Trigger>
      </Tooltip>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={t('layouts.title')}
          className="z-50 w-104 rounded-lg border border-line bg-raised p-3 shadow-xl shadow-black/60"
        >
          <div className="grid grid-cols-3 gap-1.5">
            {layouts.map((layout) => (
              <button
                key={layout}
                type="button"
                onClick={() => {
                  setOpen(false);
                  runCommand(`layout.apply:${layout}`);
                }}
                className="flex flex-col items-center gap-1.5 rounded-md px-1 py-2 text-sm text-text-2 hover:bg-control hover:text-text focus-visible:bg-control"
              >
                <LayoutPicture layout={layout} />
                <span className="w-full truncate text-center">{t(`layouts.names.${layout}`)}</span>
              </button>
            ))}
          </div>
          <p className="mt-2 px-1 text-sm text-text-2">{t('layouts.hint')}</p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function LayoutPicture({ layout }: { layout: Layout }) {
  const canvas = useStudio(({ show }) => show.canvases[0]);
  const tall = canvas && canvas.height > canvas.width;
  const size = tall ? { width: 360, height: 640 } : { width: 640, height: 360 };
  const count = layout === 'lowerThird' ? 2 : layout === 'vertical' ? 1 : DRAWN;
  const seats = seatsOf(layout, size, count);
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${size.width} ${size.height}`}
      className="h-11 w-20 rounded-sm bg-bg"
    >
      {seats.map((seat, index) => (
        <rect
          key={`${seat.x},${seat.y}`}
          {...seat}
          rx={10}
          className={
            index > 0 && layout !== 'grid4' && layout !== 'grid9' ? 'fill-accent' : 'fill-edge'
          }
        />
      ))}
    </svg>
  );
}
