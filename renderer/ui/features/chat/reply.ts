import type { TextItem } from '../../../../common/chat/message.ts';

/** The message that is answered. */
export type OnReply = (item: TextItem) => void;
