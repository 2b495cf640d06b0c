import { Radio, RefreshCw, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Category, categories } from '../../../../common/rooms/room.ts';
import { useAppDispatch, useView } from '../../app/hooks.ts';
import { dialogOpened } from '../../app/state/view.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Select } from '../../components/Select.tsx';
import { overlayLook } from '../../components/sheet.ts';
import { RoomTile } from './RoomTile.tsx';
import { useRooms } from './useRooms.ts';

/** Who else is live: to watch, and to meet. */
export function RoomsDialog() {
  const dispatch = useAppDispatch();
  const open = useView((view) => view.dialog === 'rooms');
  return (
    <Dialog.Root open={open} onOpenChange={() => dispatch(dialogOpened(null))}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayLook} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-40 flex h-[40rem] max-h-[calc(100vh-3rem)] w-[60rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line bg-raised shadow-2xl shadow-black/60"
        >
          <Rooms />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Option values must not be empty. */
const ALL = 'all';

function Rooms() {
  const { t } = useTranslation();
  const [category, setCategory] = useState<Category | null>(null);
  const [page, setPage] = useState(0);
  const { answer, refresh } = useRooms(category, page);
  return (
    <>
      <div className="flex h-14 shrink-0 items-center gap-3 border-line border-b px-5">
        <Dialog.Title className="flex-1 font-semibold text-lg">{t('rooms.title')}</Dialog.Title>
        <div className="w-44">
          <Select
            label={t('rooms.filter')}
            value={category ?? ALL}
            options={[
              { value: ALL, label: t('rooms.all') },
              ...categories.map((value) => ({ value, label: t(`rooms.category.${value}`) })),
            ]}
            onValueChange={(value) => {
              setPage(0);
              setCategory(value === ALL ? null : (value as Category));
            }}
          />
        </div>
        <IconButton size="md" label={t('rooms.refresh')} onClick={refresh}>
          <RefreshCw aria-hidden />
        </IconButton>
        <Dialog.Close
          aria-label={t('common.close')}
          className="rounded-md p-1.5 text-text-2 hover:bg-control hover:text-text"
        >
          <X className="size-4" aria-hidden />
        </Dialog.Close>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-5">
        {answer === null ? (
          <Waiting />
        ) : !answer.ok ? (
          <ErrorNote what={t('rooms.failed')} error={answer.error} wide>
            <Button size="sm" onClick={refresh}>
              {t('rooms.refresh')}
            </Button>
          </ErrorNote>
        ) : answer.value.rooms.length === 0 ? (
          <div className="flex h-full flex-col items-center justify-center gap-2 text-center">
            <Radio className="size-8 text-text-3" aria-hidden />
            <p className="font-medium">{t(category ? 'rooms.emptyOfKind' : 'rooms.empty')}</p>
            <p className="max-w-80 text-text-2">{t('rooms.emptyHint')}</p>
          </div>
        ) : (
          <ul aria-label={t('rooms.title')} className="grid grid-cols-3 gap-4">
            {answer.value.rooms.map((room) => (
              <RoomTile key={room.roomId} room={room} />
            ))}
          </ul>
        )}
      </div>
      {answer?.ok ? (
        <Pages
          page={page}
          shown={answer.value.rooms.length}
          total={answer.value.total}
          onPage={setPage}
        />
      ) : null}
    </>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('rooms.loading')} className="grid grid-cols-3 gap-4">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((name) => (
        <div key={name} className="aspect-[4/3] rounded-lg bg-control" />
      ))}
    </div>
  );
}

type PagesProps = {
  page: number;
  shown: number;
  total: number;
  onPage: (page: number) => void;
};

/** Where there are more than fit on a page. */
function Pages({ page, shown, total, onPage }: PagesProps) {
  const { t } = useTranslation();
  // The first page says how many a page has.
  const size = useRef(shown);
  if (page === 0) size.current = shown;
  if (page === 0 && shown >= total) return null;
  return (
    <div className="flex shrink-0 items-center justify-end gap-2 border-line border-t px-5 py-3">
      <p className="figures mr-auto text-text-2">{t('rooms.count', { count: total })}</p>
      <Button size="sm" disabled={page === 0} onClick={() => onPage(page - 1)}>
        {t('rooms.before')}
      </Button>
      <Button
        size="sm"
        disabled={(page + 1) * size.current >= total}
        onClick={() => onPage(page + 1)}
      >
        {t('rooms.after')}
      </Button>
    </div>
  );
}
