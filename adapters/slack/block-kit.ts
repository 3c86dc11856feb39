/** The part of Slack's Block Kit that we draw with, and its limits. */

// Arrays are plain here because the SDK's own types ask for plain ones.

export type Block = SectionBlock | HeaderBlock | ContextBlock | ActionsBlock | InputBlock | Divider;

export interface SectionBlock {
  readonly type: 'section';
  readonly text: Mrkdwn;
}

export interface HeaderBlock {
  readonly type: 'header';
  readonly text: Plain;
}

export interface ContextBlock {
  readonly type: 'context';
  readonly elements: Mrkdwn[];
}

export interface ActionsBlock {
  readonly type: 'actions';
  readonly elements: Button[];
}

export interface InputBlock {
  readonly type: 'input';
  readonly block_id: string;
  readonly label: Plain;
  readonly element: {
    readonly type: 'plain_text_input';
    readonly action_id: string;
    readonly max_length: number;
  };
}

export interface Divider {
  readonly type: 'divider';
}

export interface Button {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: Plain;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm: Confirm;
}

export interface Confirm {
  readonly title: Plain;
  readonly text: Mrkdwn;
  readonly confirm: Plain;
  readonly deny: Plain;
  readonly style?: 'primary' | 'danger';
}

export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
}

export interface Plain {
  readonly type: 'plain_text';
  readonly text: string;
}

/** https://docs.slack.dev/reference/block-kit/blocks */
export const limits = {
  blocks: 50,
  header: 150,
  section: 3_000,
  contextElements: 10,
  actionElements: 25,
  label: 2_000,
  blockId: 255,
  actionId: 255,
  button: 75,
  value: 2_000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  /** Of a message's `text`; longer ones are refused here although Slack may truncate. */
  message: 40_000,
} as const;
