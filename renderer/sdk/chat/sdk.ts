/** The part of `@tencentcloud/chat` that a room needs, as its index.d.ts has it. */
export type SdkMessage = {
  readonly ID: string;
  readonly type: string;
  readonly payload: unknown;
  readonly conversationType: string;
  readonly to: string;
  readonly from: string;
  /** Seconds since the epoch. */
  readonly time: number;
  readonly nick?: string;
  readonly avatar?: string;
  readonly cloudCustomData?: string;
  /** MsgSeq of the group; the service's. */
  readonly sequence: number;
  /** All elements; not in the SDK's types, and so asked for with care. */
  readonly getElements?: () => readonly { readonly type: string; readonly content: unknown }[];
};

type Answer<T = unknown> = Promise<{ readonly data: T }>;
type MessageOptions = {
  readonly to: string;
  readonly conversationType: string;
  readonly priority?: string;
  readonly payload: object;
  readonly cloudCustomData?: string;
};

export interface Sdk {
  on(event: string, handler: (event: { readonly data: unknown }) => void): void;
  addSignalingListener(event: string, handler: (event: { readonly data: unknown }) => void): void;
  setLogLevel(level: number): void;
  isReady(): boolean;
  login(options: { userID: string; userSig: string }): Answer;
  logout(): Promise<unknown>;
  destroy(): Promise<unknown>;
  createGroup(options: { groupID: string; type: string; name: string }): Answer;
  joinGroup(options: { groupID: string; type: string }): Answer;
  quitGroup(groupID: string): Answer;
  getGroupProfile(options: { groupID: string }): Answer<{ group?: { ownerID?: string } }>;
  getGroupOnlineMemberCount(groupID: string): Answer<{ memberCount?: number }>;
  getGroupMemberList(options: { groupID: string; offset?: number; count?: number }): Answer<{
    memberList?: readonly { userID: string; nick?: string; joinTime?: number }[];
  }>;
  setGroupMemberMuteTime(options: { groupID: string; userID: string; muteTime: number }): Answer;
  getGroupAttributes(options: { groupID: string; keyList: string[] }): Answer<{
    groupAttributes?: Record<string, string>;
  }>;
  setGroupAttributes(options: { groupID: string; groupAttributes: Record<string, string> }): Answer;
  deleteGroupAttributes(options: { groupID: string; keyList: string[] }): Answer;
  createTextMessage(options: MessageOptions): SdkMessage;
  createCustomMessage(options: MessageOptions): SdkMessage;
  sendMessage(message: SdkMessage): Answer<{ message: SdkMessage }>;
}

/** Names as the SDK gives them in `EVENT` and `TYPES`. */
export const sdkNames = {
  ready: 'sdkStateReady',
  received: 'onMessageReceived',
  kickedOut: 'kickedOut',
  netState: 'netStateChange',
  attributes: 'groupAttributesUpdated',
  room: 'AVChatRoom',
  group: 'GROUP',
  one: 'C2C',
  text: 'TIMTextElem',
  custom: 'TIMCustomElem',
  tip: 'TIMGroupTipElem',
  notice: 'TIMGroupSystemNoticeElem',
  high: 'High',
  normal: 'Normal',
  low: 'Low',
} as const;

/** What becomes of an invitation (`chat.invite`), as the SDK names it in `TSignaling`. */
export const sdkSignals = {
  invited: 'newInvitationReceived',
  accepted: 'ts_invitee_accepted',
  rejected: 'ts_invitee_rejected',
  cancelled: 'ts_invitation_cancelled',
  timedOut: 'ts_invitation_timeout',
} as const;
