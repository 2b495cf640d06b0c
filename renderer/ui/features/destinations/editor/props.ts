import type { Destination } from '../../../../../common/show/schema.ts';
import type { Draft, DraftField } from '../model/draft.ts';
import type { SecretFields } from './secrets.ts';

/** What the editor is opened for. */
export type EditorTarget =
  | { readonly mode: 'add' }
  | { readonly mode: 'edit' | 'copy'; readonly destination: Destination };

/** What a tab of the editor gets. */
export type TabProps = {
  draft: Draft;
  onDraft: (part: Partial<Draft>) => void;
  destinationId: string;
  secrets: SecretFields;
  /** In words, once it is time to say so. */
  faultOf: (field: DraftField) => string | null;
};
