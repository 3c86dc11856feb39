import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { errorsTold } from '../../infra/bundle.ts';

const folder = 'adapters/aws';

it('keeps the class of each error of AWS that an adapter tells apart, and of no other', async () => {
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(`${folder}/${file}`, 'utf8')));
  const told = texts.flatMap((text) => {
    const [imported = ''] = /import [^;]* from '@aws-sdk\/client-[^']+'/.exec(text) ?? [];
    const caught = [...text.matchAll(/instanceof (\w+)/g)].map(([, name = '']) => name);
    return caught.filter((name) => imported.includes(name));
  });
  expect([...new Set(told)].toSorted()).toEqual(errorsTold);
});
