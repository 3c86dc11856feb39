/** A partner's outbox: documents lie in it until a receiver takes them away. */

export interface Document {
  /** Counts up over all outboxes. */
  readonly number: number;
  readonly id: string;
}

export interface Outbox {
  put(document: Document): void;
  take(document: Document, at: number): void;
  /**
   * What a receiver sees that last took number `position`. A document taken a moment ago still
   * lies there for others: two receivers at once take one twice now and then.
   */
  visible(position: number, at: number): readonly Document[];
}

interface Lying {
  readonly document: Document;
  takenAt: number | undefined;
}

export function createOutbox(takenHiddenMs: number): Outbox {
  let lying: readonly Lying[] = [];
  return {
    put(document) {
      lying = [...lying, { document, takenAt: undefined }];
    },
    take(document, at) {
      const taken = lying.find((l) => l.document === document);
      if (taken !== undefined) taken.takenAt ??= at;
    },
    visible(position, at) {
      lying = lying.filter((l) => l.takenAt === undefined || at < l.takenAt + takenHiddenMs);
      return lying.map((l) => l.document).filter((document) => document.number > position);
    },
  };
}
