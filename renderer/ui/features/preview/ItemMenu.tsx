import { ContextMenu as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { layouts } from '../../../../common/show/layouts.ts';
import { CommandItem, ContextItems, MenuBox, SubMenu } from '../../commands/ContextItems.tsx';

/** What can be done with the chosen items, or with the scene where none is chosen. */
export function ItemMenu({ children, some }: { children: ReactElement; some: boolean }) {
  const { t } = useTranslation();
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <MenuBox>
          {some ? (
            <>
              <ContextItems
                names={[
                  ...['place.fit', 'place.fill', 'place.stretch', 'place.centre', 'place.reset'],
                  ...['-', 'flip.across', 'flip.down'],
                ]}
              />
              <SubMenu title={t('commands.groups.arranging')}>
                <ContextItems
                  names={['order.front', 'order.forward', 'order.backward', 'order.back']}
                />
              </SubMenu>
              <ContextItems
                names={[
                  ...['-', 'edit.cut', 'edit.copy', 'edit.paste', 'edit.duplicate'],
                  ...['-', 'item.lock', 'item.hide', 'item.group', 'item.ungroup', '-'],
                ]}
              />
              <CommandItem name="edit.remove" danger />
            </>
          ) : (
            <>
              <ContextItems names={['edit.paste', 'edit.selectAll']} />
              <SubMenu title={t('layouts.title')}>
                <ContextItems names={layouts.map((layout) => `layout.apply:${layout}`)} />
              </SubMenu>
              <ContextItems names={['-', 'overlay.safeArea', 'overlay.grid']} />
            </>
          )}
        </MenuBox>
      </Radix.Portal>
    </Radix.Root>
  );
}
