/** The system's refusals about a file, in words. */

/** An error of a system call, with the path it was about. */
export interface OfSystem extends Error {
  readonly code: string;
  readonly path: string;
}

export function isOfSystem(error: unknown): error is OfSystem {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return false;
  return typeof error.code === 'string' && typeof error.path === 'string';
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'it lies on a disk that cannot be written',
  ENOSPC: 'the disk is full',
  EEXIST: 'it exists already',
};

/** `Cannot use a/b.json: the disk is full` */
export function systemWords(doing: 'read' | 'use', path: string, code: string): string {
  return `Cannot ${doing} ${path}: ${reasons[code] ?? code}`;
}
