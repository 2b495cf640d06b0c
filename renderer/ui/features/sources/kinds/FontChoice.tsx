import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LabelledSelect } from '../../../components/LabelledSelect.tsx';

declare global {
  interface Window {
    /** Local Font Access API, Chromium only. */
    queryLocalFonts?(): Promise<readonly { readonly family: string }[]>;
  }
}

/** Where the system tells nothing: faces that the three systems have. */
const plainList = [
  'Arial',
  'Georgia',
  'Helvetica Neue',
  'Impact',
  'Inter',
  'KaiTi',
  'Microsoft YaHei',
  'Noto Sans CJK SC',
  'Noto Serif CJK SC',
  'PingFang SC',
  'SimHei',
  'SimSun',
  'Songti SC',
  'Times New Roman',
  'Verdana',
];
/** More than anybody scrolls through; the list is drawn whole. */
const MAX_FAMILIES = 600;

let known: readonly string[] | null = null;

async function families(): Promise<readonly string[]> {
  if (known) return known;
  const fonts = (await window.queryLocalFonts?.().catch(() => [])) ?? [];
  const found = [...new Set(fonts.map(({ family }) => family))].sort((a, b) => a.localeCompare(b));
  if (found.length === 0) return plainList;
  known = found.slice(0, MAX_FAMILIES);
  return known;
}

type Props = { family: string; onChoose: (family: string) => void };

/** A face of the system's, or the studio's own. */
export function FontChoice({ family, onChoose }: Props) {
  const { t } = useTranslation();
  const [list, setList] = useState<readonly string[]>(known ?? plainList);
  useEffect(() => {
    let over = false;
    void families().then((found) => !over && setList(found));
    return () => {
      over = true;
    };
  }, []);
  const all = family && !list.includes(family) ? [family, ...list] : list;
  return (
    <LabelledSelect
      label={t('sources.text.font')}
      value={family || 'own'}
      options={[
        { value: 'own', label: t('sources.text.ownFont') },
        ...all.map((value) => ({ value, label: value })),
      ]}
      onChoose={(value) => onChoose(value === 'own' ? '' : value)}
    />
  );
}
