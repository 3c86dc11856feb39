/** Lets people in by one of two doors, and turns what they answer into sealed facts. Nothing else. */

import { deployed } from '../cloud/deployed.ts';
import { doorsOf, type Reply } from '../cloud/doors.ts';

const doors = doorsOf(deployed(process.env));

export const handler = async (event: unknown): Promise<Reply> => doors(event);
