/** The watch file of a story: the one it names, with what the story changes in it. */

import { type Document, isMap, parseDocument } from 'yaml';
import { type Loaded, loadEstate } from '../../config/load.ts';
import type { Changes, Scenario } from './scenario.ts';

/** `text` is that of `scenario.estate`: the same door as for any watch file, and the same faults. */
export function loadChanged(text: string, scenario: Scenario): Loaded {
  return loadEstate(changed(text, scenario), scenario.estate);
}

/** As it stands where nothing changes: faults are then told with their own lines. */
function changed(text: string, { changes, watch }: Scenario): string {
  if (Object.keys(changes).length === 0) return text;
  const file = parseDocument(text);
  for (const name of watch === undefined ? watchesIn(file) : [watch]) change(file, name, changes);
  return file.toString();
}

function watchesIn(file: Document): readonly string[] {
  const watches = file.get('watches');
  return isMap(watches) ? watches.items.map(({ key }) => String(key)) : [];
}

function change(file: Document, watch: string, changes: Changes): void {
  for (const [section, value] of Object.entries(changes)) {
    const path = ['watches', watch, section];
    const parts = typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
    if (parts === undefined) file.setIn(path, value);
    for (const [key, part] of parts ?? []) file.setIn([...path, key], part);
  }
}
